// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.service;

import java.nio.file.Path;

/**
 * A unit of systemd that runs a kernel.
 *
 * @param dkvm the command
 * @param javaHome the Java that runs it
 */
public record UnitFile(Path dkvm, Path javaHome) {
    private static final String SYSTEM = """
            # Save this as /etc/systemd/system/dkvm.service and a desk as /etc/dkvm/desk.yaml, then:
            #   systemctl daemon-reload && systemctl enable --now dkvm
            # Its commands, from a shell of its user:  dkvm ctl --home /var/lib/dkvm
            [Unit]
            Description=dKVMs, the distributed KVM switch
            After=network.target

            [Service]
            ExecStart=@dkvm@ run --no-shell /etc/dkvm/desk.yaml
            # Make it first if it is not there:  useradd --system dkvm; devices may need groups such as input or video.
            User=@user@
            # Home, socket and caches: /var/lib/dkvm, /run/dkvm, /var/cache/dkvm.
            StateDirectory=dkvm
            StateDirectoryMode=0700
            RuntimeDirectory=dkvm
            RuntimeDirectoryMode=0700
            CacheDirectory=dkvm
            CacheDirectoryMode=0700
            @both@
            # Devices are children of the kernel and need the hardware, real-time scheduling, the X server's socket in /tmp and
            # memory for compiled code: so no PrivateDevices, ProtectClock, RestrictRealtime, PrivateTmp, MemoryDenyWriteExecute.
            # /usr, /boot and /etc are read-only: a desk writes elsewhere.
            ProtectSystem=full
            ProtectKernelModules=yes
            ProtectKernelTunables=yes
            ProtectControlGroups=yes
            ProtectHostname=yes

            [Install]
            WantedBy=multi-user.target
            """;
    private static final String USER = """
            # Save this as ~/.config/systemd/user/dkvm.service and a desk as ~/.config/dkvm/desk.yaml, then:
            #   systemctl --user daemon-reload && systemctl --user enable --now dkvm
            # With "loginctl enable-linger" it runs while you are not logged in, too.
            [Unit]
            Description=dKVMs, the distributed KVM switch

            [Service]
            ExecStart=@dkvm@ run --no-shell
            # No StateDirectory: home, socket and caches are where "dkvm ctl" looks for them anyway.
            @both@

            [Install]
            WantedBy=default.target
            """;
    private static final String BOTH = """
            Environment=@java@
            # The kernel says when it is ready, how it is, and that it lives. (notify-reload would need systemd 253.)
            Type=notify
            NotifyAccess=main
            ExecReload=/bin/kill -HUP $MAINPID
            WatchdogSec=30
            # Wrong usage or a wrong desk (2) gets no better by another try.
            Restart=on-failure
            RestartSec=1
            RestartPreventExitStatus=2
            # The kernel stops its devices, within 5 s; what is left after it is killed.
            KillMode=mixed
            TimeoutStopSec=10
            NoNewPrivileges=yes
            LockPersonality=yes
            RestrictSUIDSGID=yes""";

    /**
     * For the system's manager.
     *
     * @param user who the kernel runs as
     * @return the unit's text
     */
    public String system(String user) {
        return filled(SYSTEM).replace("@user@", user);
    }

    /**
     * For a user's own manager.
     *
     * @return the unit's text
     */
    public String user() {
        return filled(USER);
    }

    private String filled(String template) {
        return template.replace("@both@", BOTH).replace("@dkvm@", quoted(dkvm.toString())).replace("@java@",
                quoted("DKVM_JAVA_HOME=" + javaHome));
    }

    /** A word, as systemd.syntax(7) has it: a percent sign begins a specifier in quotes, too. */
    static String quoted(String word) {
        return '"' + word.replace("\\", "\\\\").replace("\"", "\\\"").replace("%", "%%") + '"';
    }
}

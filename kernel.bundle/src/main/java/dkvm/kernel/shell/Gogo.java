// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.util.tracker.ServiceTracker;

/** The border to Gogo: our commands are services of its kind, and it reads lines once it is there. */
@Component(service = Gogo.class, immediate = true)
public final class Gogo implements GogoSource {
    /** Its bundle starts after the kernel's. */
    private static final long PATIENCE_MS = 5000;

    private final List<ServiceRegistration<?>> offers = new ArrayList<>();
    private final ServiceTracker<CommandProcessor, CommandProcessor> processors;

    /**
     * Offers the commands to Gogo.
     *
     * @param context of the kernel's bundle
     * @param commands all of them
     */
    @Activate
    public Gogo(BundleContext context, @Reference Commands commands) {
        commands.names().forEach(name -> offer(context, GogoSession.SCOPE, name, new GogoFunction(commands, name)));
        offer(context, GogoSession.SCOPE, GogoSession.UNKNOWN, new UnknownCommand(commands));
        offer(context, "gogo", "grep", new Grep());
        offers.add(context.registerService(Converter.class, new BundleConverter(context), null));
        processors = new ServiceTracker<>(context, CommandProcessor.class, null);
        processors.open();
    }

    private void offer(BundleContext context, String scope, String name, Function function) {
        offers.add(context.registerService(Function.class, function, FrameworkUtil.asDictionary(
                Map.of(CommandProcessor.COMMAND_SCOPE, scope, CommandProcessor.COMMAND_FUNCTION, name))));
    }

    @Deactivate
    void deactivate() {
        offers.forEach(ServiceRegistration::unregister);
        processors.close();
    }

    @Override
    public boolean isGone() {
        return processors.getService() == null;
    }

    @Override
    public Optional<CommandProcessor> processor() throws InterruptedException {
        return Optional.ofNullable(processors.waitForService(PATIENCE_MS));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.run;

import com.google.protobuf.ByteString;
import dkvm.kernel.api.KernelView;
import dkvm.kernel.call.CallRouter;
import dkvm.kernel.call.KernelService;
import dkvm.kernel.device.Devices;
import dkvm.sdk.call.CallFailure;
import dkvm.sdk.call.Status;
import dkvm.sdk.wire.v1.Configuration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What the kernel answers when a device calls it: {@code devices}, {@code pipelines}, {@code config}, {@code notices}. */
@Component(service = KernelServices.class, immediate = true)
public final class KernelServices {

    /**
     * Offers the services.
     *
     * @param calls where devices call
     * @param view what runs
     * @param devices know their configurations
     */
    @Activate
    public KernelServices(@Reference CallRouter calls, @Reference KernelView view, @Reference Devices devices) {
        calls.offer("devices", new DevicesService(view));
        calls.offer("pipelines", new PipelinesService(view, System::nanoTime));
        calls.offer("config", config(devices));
        calls.offer("notices", new NoticesService());
    }

    /** {@code config.get}: the caller's own configuration. */
    private static KernelService config(Devices devices) {
        return (caller, method, _) -> {
            if (!method.equals("get")) {
                throw KernelService.unknownMethod(method);
            }
            return configuration(devices, caller.device());
        };
    }

    private static ByteString configuration(Devices devices, String id) throws CallFailure {
        var json = devices.optionsJson(id);
        if (json.isEmpty()) {
            throw new CallFailure(Status.NOT_FOUND, id + " has no process");
        }
        return Configuration.newBuilder().setJson(json.get()).setDirectory(devices.directory(id).orElse("")).build()
                .toByteString();
    }
}

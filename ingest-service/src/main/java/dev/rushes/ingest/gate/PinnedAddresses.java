package dev.rushes.ingest.gate;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Stands in for name resolution inside the HTTP client: knows one host, and only the addresses that were checked. */
public final class PinnedAddresses extends AddressResolverGroup<InetSocketAddress> {
    private final Destination destination;

    public PinnedAddresses(Destination destination) {
        this.destination = destination;
    }

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        return new PinnedNames(executor, destination).asAddressResolver();
    }

    private static final class PinnedNames extends InetNameResolver {
        private final Destination destination;

        PinnedNames(EventExecutor executor, Destination destination) {
            super(executor);
            this.destination = destination;
        }

        @Override
        protected void doResolve(String host, Promise<InetAddress> promise) {
            if (knows(host)) {
                promise.setSuccess(destination.addresses().getFirst());
            } else {
                promise.setFailure(unknown(host));
            }
        }

        @Override
        protected void doResolveAll(String host, Promise<List<InetAddress>> promise) {
            if (knows(host)) {
                promise.setSuccess(destination.addresses());
            } else {
                promise.setFailure(unknown(host));
            }
        }

        private boolean knows(String host) {
            return host.equalsIgnoreCase(destination.url().host());
        }

        private static UnknownHostException unknown(String host) {
            return new UnknownHostException("Expected the host that was checked, but was asked for " + host);
        }
    }
}

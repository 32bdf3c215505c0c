using System.Security.Authentication;
using System.Text.Json;
using CommentService.Contracts;
using CommentService.Hosting;
using MassTransit;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CommentService.Messaging.RabbitMq;

/// <summary>RabbitMQ as the queue: publishing for every role, consuming for the worker's.</summary>
internal static class BrokerSetup
{
    /// <summary>Messages at hand. Each carries up to 256 submissions under load, and one on a quiet day.</summary>
    private const int Prefetch = 64;

    /// <typeparam name="TConsumer">Who moderates what comes through the queue.</typeparam>
    public static void AddBroker<TConsumer>(this WebApplicationBuilder builder, BrokerAddress address, bool consumes)
        where TConsumer : class, IConsumer<ModerateSubmissions>
    {
        var services = builder.Services;
        services.AddSingleton(address);
        services.AddSingleton<BrokerCircuit>();
        services.AddSingleton<Publisher>();
        services.AddSingleton<RecentRequests>();
        services.AddSingleton<UnreadableMessages>();
        services.AddSingleton<ISubmissionQueue, BrokerQueue>();
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            if (consumes)
            {
                bus.AddConsumer<TConsumer>();
                bus.AddConsumer<DeadLetterConsumer>();
            }

            bus.UsingRabbitMq((context, transport) =>
            {
                transport.Host(address.Host, (ushort)address.Port, address.VirtualHost, BrokerAddress.ClientName, host => Connect(host, address));
                // Indented is its default; no person reads these.
                transport.ConfigureJsonSerializerOptions(json => new JsonSerializerOptions(json) { WriteIndented = false });
                BrokerTopology.Publish(transport);
                transport.PrefetchCount = Prefetch;
            });
        });
        // Registered after the bus: started after it, stopped before it.
        services.AddHostedService<Forwarder>();
        if (consumes)
        {
            services.AddHostedService<BrokerEndpoints<TConsumer>>();
        }

        services.AddHealthChecks().AddCheck<BrokerHealth>("broker");
        // The bus's own check calls a process unready that goes on with its spool.
        services.PostConfigure<HealthCheckServiceOptions>(checks =>
        {
            foreach (var own in checks.Registrations.Where(check => check.Name.StartsWith("masstransit", StringComparison.Ordinal)).ToList())
            {
                checks.Registrations.Remove(own);
            }
        });
    }

    private static void Connect(IRabbitMqHostConfigurator host, BrokerAddress address)
    {
        host.Username(address.UserName);
        host.Password(address.Password);
        host.PublisherConfirmation = true;
        host.Heartbeat(BrokerAddress.Heartbeat);
        if (address.IsTls)
        {
            host.UseSsl(tls =>
            {
                tls.ServerName = address.Host;
                // What the system allows, and nothing is wrong with a certificate that may pass.
                tls.Protocol = SslProtocols.None;
                tls.EnforcePolicyErrors(System.Net.Security.SslPolicyErrors.RemoteCertificateChainErrors);
                tls.EnforcePolicyErrors(System.Net.Security.SslPolicyErrors.RemoteCertificateNameMismatch);
                tls.EnforcePolicyErrors(System.Net.Security.SslPolicyErrors.RemoteCertificateNotAvailable);
            });
        }
    }
}

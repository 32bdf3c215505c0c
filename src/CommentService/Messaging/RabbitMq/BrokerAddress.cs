using RabbitMQ.Client;

namespace CommentService.Messaging.RabbitMq;

/// <summary>Where the broker is and who we are there, from <c>ConnectionStrings:RabbitMq</c>. Holds a password: never logged.</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">5672, with TLS 5671, unless given.</param>
/// <param name="VirtualHost"><c>/</c> unless the path names one.</param>
/// <param name="UserName"><c>guest</c> unless given.</param>
/// <param name="Password"><c>guest</c> unless given.</param>
/// <param name="IsTls">Whether the scheme is <c>amqps</c>.</param>
internal sealed record BrokerAddress(string Host, int Port, string VirtualHost, string UserName, string Password, bool IsTls)
{
    /// <summary>The name of the connection string.</summary>
    public const string Setting = "RabbitMq";

    /// <summary>What to say of a text that is no address; not the text, which may hold a password.</summary>
    public const string Wrong = "ConnectionStrings:RabbitMq is not an address such as amqp://user:password@host:5672/vhost or amqps://…";

    /// <summary>The name under which the broker's own tools show our connections.</summary>
    public const string ClientName = "comment-service";

    /// <summary>How soon a broker that says nothing any more counts as gone, at most twice this.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    /// <summary>The address (RabbitMQ URI specification), or null where the text is none.</summary>
    public static BrokerAddress? Parse(string? text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("amqp" or "amqps") || uri.Host.Length == 0)
        {
            return null;
        }

        try
        {
            var factory = new ConnectionFactory { Uri = uri };
            var port = uri.IsDefaultPort || uri.Port < 0 ? (factory.Ssl.Enabled ? AmqpTcpEndpoint.DefaultAmqpSslPort : 5672) : uri.Port;
            return new BrokerAddress(uri.Host.Trim('[', ']'), port, factory.VirtualHost, factory.UserName, factory.Password, factory.Ssl.Enabled);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>For connections of our own beside the bus's.</summary>
    public ConnectionFactory Factory()
    {
        var factory = new ConnectionFactory
        {
            HostName = Host,
            Port = Port,
            VirtualHost = VirtualHost,
            UserName = UserName,
            Password = Password,
            ClientProvidedName = ClientName,
            RequestedHeartbeat = Heartbeat,
            AutomaticRecoveryEnabled = false,
        };
        if (IsTls)
        {
            factory.Ssl = new SslOption(Host, enabled: true);
        }

        return factory;
    }

    /// <summary>Without the password.</summary>
    public override string ToString() => $"{Host}:{Port}";
}

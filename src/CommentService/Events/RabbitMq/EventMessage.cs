using System.Globalization;
using System.Text.Json;
using CommentService.Contracts;
using CommentService.Storage;
using RabbitMQ.Client;

namespace CommentService.Events.RabbitMq;

/// <summary>
/// An event as an AMQP message: CloudEvents 1.0 in binary mode (AMQP protocol binding, section 3.1), its attributes as
/// headers and its data as plain JSON, with the headers by which MassTransit knows types and traces.
/// </summary>
internal static class EventMessage
{
    /// <summary>AMQP 0-9-1: a short string.</summary>
    private const int LongestKey = 255;

    private const string Prefix = "cloudEvents:";

    private static readonly Dictionary<string, string> MessageTypes = new()
    {
        [EventTypes.Held] = TypesOf<CommentHeld>(),
        [EventTypes.Approved] = TypesOf<CommentApproved>(),
        [EventTypes.Rejected] = TypesOf<CommentRejected>(),
        [EventTypes.Removed] = TypesOf<CommentRemoved>(),
    };

    /// <summary>
    /// The type, which is two words, and the article's id as the third: a dot in it is written %2E. An id with so many
    /// dots that the key would be too long is cut, as nothing else fits.
    /// </summary>
    public static string RoutingKey(string type, string articleId)
    {
        var key = $"{type}.{articleId.Replace(".", "%2E", StringComparison.Ordinal)}";
        return key.Length <= LongestKey ? key : key[..LongestKey];
    }

    public static ReadOnlyMemory<byte> Body(CloudEvent one) => JsonSerializer.SerializeToUtf8Bytes(one.Data, EventsJson.Default.CommentEvent);

    public static BasicProperties Properties(CloudEvent one, string? traceParent)
    {
        var headers = new Dictionary<string, object?>
        {
            [Prefix + "specversion"] = one.Specversion,
            [Prefix + "id"] = one.Id.ToString(),
            [Prefix + "source"] = one.Source,
            [Prefix + "type"] = one.Type,
            [Prefix + "subject"] = one.Subject,
            [Prefix + "time"] = one.Time.ToString("O", CultureInfo.InvariantCulture),
            [Prefix + "sequence"] = one.Sequence,
            [Prefix + "articleid"] = one.Articleid,
            ["MT-MessageType"] = MessageTypes[one.Type],
        };
        if (traceParent is not null)
        {
            headers[Prefix + "traceparent"] = headers["traceparent"] = headers["MT-Activity-Id"] = traceParent;
        }

        return new BasicProperties
        {
            MessageId = one.Id.ToString(),
            ContentType = one.Datacontenttype,
            Type = one.Type,
            Persistent = true,
            Headers = headers,
        };
    }

    /// <summary>A subscriber may ask for the one type or for all of them.</summary>
    private static string TypesOf<T>()
        where T : CommentEvent => $"{Urn(typeof(T))};{Urn(typeof(CommentEvent))}";

    private static string Urn(Type type) => $"urn:message:{type.Namespace}:{type.Name}";
}

namespace CommentService.Hosting;

/// <summary>The parts of the service that a process can run.</summary>
internal static class Roles
{
    /// <summary>Takes submissions; also the sample page and receipts.</summary>
    public const string Intake = "intake";

    /// <summary>Judges submissions and stores them.</summary>
    public const string Worker = "worker";

    /// <summary>The moderators' API.</summary>
    public const string Review = "review";

    /// <summary>What readers read.</summary>
    public const string Articles = "articles";

    /// <summary>Positions of events, RabbitMQ, feed and webhooks.</summary>
    public const string Events = "events";

    public static IReadOnlyList<string> All { get; } = [Intake, Worker, Review, Articles, Events];

    public static bool IsKnown(string role) => All.Contains(role, StringComparer.OrdinalIgnoreCase);
}

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

    /// <summary>Whether this process runs a role, while it is put together: hosted services and health checks are only added where it does.</summary>
    public static bool Runs(this WebApplicationBuilder builder, string role)
    {
        var options = new HostingOptions();
        SettingsBinding.Bind(builder.Configuration, HostingOptions.Section, options);
        return options.Runs(role);
    }

    /// <summary>The application where this process runs a role, else null: endpoints are only mapped where it does.</summary>
    public static WebApplication? For(this WebApplication app, string role) =>
        app.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<HostingOptions>>().Value.Runs(role) ? app : null;
}

using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace CommentService.Hosting;

/// <summary>What an operator wants to see after a start: where it listens, where its data is, what to open next.</summary>
internal static partial class StartupLog
{
    public static void LogBanner(this WebApplication app)
    {
        app.Services.GetRequiredService<QuietStart>().Started();
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        Listening(app.Logger, string.Join(", ", addresses), string.Join(",", app.Services.GetRequiredService<IOptions<HostingOptions>>().Value.Roles));
        DataIn(app.Logger, app.Services.GetRequiredService<DataDirectory>().Path);
        if (app.Services.GetRequiredService<AdminKey>().File is { } file)
        {
            AdminKeyIn(app.Logger, file);
        }

        if (addresses.FirstOrDefault() is { } first)
        {
            OpenNext(app.Logger, first.TrimEnd('/') + ApiDocument.Page);
        }
    }

    [LoggerMessage(LogLevel.Critical, "The service could not start")]
    public static partial void Failed(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Information, "Listening on {Addresses} as {Roles}")]
    private static partial void Listening(ILogger logger, string addresses, string roles);

    [LoggerMessage(LogLevel.Information, "The data is in {Directory}")]
    private static partial void DataIn(ILogger logger, string directory);

    [LoggerMessage(LogLevel.Information, "The admin key is in {File}")]
    private static partial void AdminKeyIn(ILogger logger, string file);

    [LoggerMessage(LogLevel.Information, "Open {Page} to see and try the API, / for a page with comments, /moderate for the review queue")]
    private static partial void OpenNext(ILogger logger, string page);
}

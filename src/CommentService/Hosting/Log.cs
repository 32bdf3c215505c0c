using Microsoft.Extensions.Logging.Console;

namespace CommentService.Hosting;

/// <summary>One line for each entry on the console, or JSON by <c>Logging:Console:FormatterName=json</c>; levels and format are in appsettings.json.</summary>
internal static class Log
{
    public static void AddLog(this WebApplicationBuilder builder)
    {
        var quiet = new QuietStart();
        builder.Services.AddSingleton(quiet);
        builder.Logging.ClearProviders().AddConsole();
        quiet.Filter(builder.Logging);
        // The one-line formatter puts nothing between the time and the level.
        builder.Services.PostConfigure<SimpleConsoleFormatterOptions>(options => options.TimestampFormat += " ");
    }
}

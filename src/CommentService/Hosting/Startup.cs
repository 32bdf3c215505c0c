using System.Net.Sockets;
using CommentService.Commands;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace CommentService.Hosting;

/// <summary>Starts the process, in this order: settings, data directory, database, server; and says in one line why it does not.</summary>
internal static class Startup
{
    /// <returns>The exit code: 0 after an ordered stop, 1 where the start was refused or failed.</returns>
    public static async Task<int> RunAsync(string[] args, Action<WebApplicationBuilder> add, Action<WebApplication> use)
    {
        if (DatabaseCommand.AsksForHelp(args))
        {
            await Console.Out.WriteLineAsync(DatabaseCommand.Help);
            return 0;
        }

        WebApplication? app = null;
        try
        {
            var command = DatabaseCommand.Find(args);
            var arguments = DatabaseArguments.Read(args, out var settings);
            var builder = CreateBuilder(command is null ? args : settings);
            add(builder);
            app = builder.Build();
            SettingsCheck.Run(app.Services);
            if (command is not null)
            {
                await command.RunAsync(app.Services, arguments, CancellationToken.None);
                await app.DisposeAsync();
                return 0;
            }

            await app.Services.GetRequiredService<FirstStart>().RunAsync(CancellationToken.None);
            use(app);
            await app.StartAsync();
            app.LogBanner();
        }
        catch (OperationCanceledException) when (app is not null && app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Told to stop while it started.
            await app.DisposeAsync();
            return 0;
        }
        catch (Exception exception) when (exception is not HostAbortedException)
        {
            return await FailAsync(app, exception, args);
        }

        await using (app)
        {
            await app.WaitForShutdownAsync();
        }

        return 0;
    }

    private static WebApplicationBuilder CreateBuilder(string[] args)
    {
        try
        {
            // The settings file lies beside the program, whatever directory the process runs in.
            return WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        }
        catch (Exception exception) when (exception is FormatException or InvalidDataException)
        {
            throw new StartRefusedException($"The configuration cannot be read: {exception.Message} {exception.GetBaseException().Message}");
        }
    }

    private static async Task<int> FailAsync(WebApplication? app, Exception exception, string[] args)
    {
        var reason = ReasonOf(exception);
        if (reason is null && app is not null)
        {
            StartupLog.Failed(app.Logger, exception);
        }

        if (app is not null)
        {
            // Background services that had begun end as at any stop; else the host reports each as failed, with its stack.
            app.Lifetime.StopApplication();
            // Writes out what was logged, and gives the data directory back.
            await app.DisposeAsync();
        }

        var line = reason ?? $"{exception.GetType().Name}: {exception.Message}";
        var what = DatabaseCommand.All.Any(command => args is [var word, ..] && word == command.Name) ? $"CommentService {args[0]} failed: " : "CommentService did not start: ";
        await Console.Error.WriteLineAsync(what + line.ReplaceLineEndings(" "));
        return 1;
    }

    /// <summary>What the operator can mend, or null where the error is not the operator's.</summary>
    private static string? ReasonOf(Exception exception) => exception switch
    {
        StartRefusedException => exception.Message,
        OptionsValidationException invalid => string.Join("; ", invalid.Failures),
        AggregateException { InnerExceptions: var all } when all.All(e => e is OptionsValidationException) =>
            string.Join("; ", all.Cast<OptionsValidationException>().SelectMany(e => e.Failures).Distinct()),
        IOException { InnerException: AddressInUseException } or SocketException => "urls: " + exception.Message,
        _ => null,
    };
}

using CommentService.Hosting;
using CommentService.Messaging;
using CommentService.Storage;
using CommentService.Storage.Transfer;
using Microsoft.Data.Sqlite;
using System.Text.Json;

namespace CommentService.Commands;

/// <summary>The commands that bring a database up to date and carry one over into another.</summary>
internal static class Moving
{
    public static async Task MigrateAsync(IServiceProvider services, DatabaseArguments arguments, CancellationToken cancellation)
    {
        await OpenAsync(services, cancellation);
        await Console.Error.WriteLineAsync("The schema is up to date.");
    }

    public static Task ExportAsync(IServiceProvider services, DatabaseArguments arguments, CancellationToken cancellation) => RefuseAsync(async () =>
    {
        var file = arguments.File;
        var database = await OpenAsync(services, cancellation);
        var rows = await new DatabaseExport(database, services.GetRequiredService<TimeProvider>(), ProgressOf(services)).RunAsync(file, arguments.Resume, cancellation);
        await Console.Error.WriteLineAsync(FormattableString.Invariant($"{rows:N0} rows are in {file}"));
        if (!database.IsShared && services.GetRequiredService<Spool>().Waiting is > 0 and var waiting)
        {
            await Console.Error.WriteLineAsync(FormattableString.Invariant(
                $"{waiting:N0} accepted submissions wait in the spool and are no part of it: start the service on the same data directory after the import, and they are stored"));
        }
    });

    public static Task ImportAsync(IServiceProvider services, DatabaseArguments arguments, CancellationToken cancellation) => RefuseAsync(async () =>
    {
        var file = arguments.File;
        var database = await OpenAsync(services, cancellation);
        var rows = await new DatabaseImport(database, ProgressOf(services)).RunAsync(file, arguments.Resume, cancellation);
        await Console.Error.WriteLineAsync(FormattableString.Invariant($"{rows:N0} rows are in the database"));
    });

    private static Progress ProgressOf(IServiceProvider services) => new(Console.Error, services.GetRequiredService<TimeProvider>());

    /// <summary>The database with its schema up to date; no other process may have it where it is not made to be shared.</summary>
    private static async Task<Database> OpenAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var database = services.GetRequiredService<Database>();
        if (!database.IsShared)
        {
            services.GetRequiredService<DataDirectory>().Open();
        }

        await database.MigrateAsync(cancellation);
        return database;
    }

    /// <summary>What the operator can mend is said in one line.</summary>
    private static async Task RefuseAsync(Func<Task> run)
    {
        try
        {
            await run();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException or JsonException)
        {
            throw new StartRefusedException(exception.Message);
        }
    }
}

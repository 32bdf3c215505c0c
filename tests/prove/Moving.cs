using System.Diagnostics;
using System.Globalization;
using CommentService.Compliance.Servers;
using CommentService.Tests.Running;
using Npgsql;

namespace CommentService.Prove;

/// <summary>Moves a stopped service's data from SQLite to PostgreSQL as an operator does.</summary>
internal static class Moving
{
    public static async Task ToPostgresAsync(TemporaryDirectory data, PostgresServer server)
    {
        var file = data.PathOf("site.jsonl");
        var exporting = Stopwatch.StartNew();
        await RunAsync(data, "export", file);
        var exported = exporting.Elapsed;
        TestStore.Move(data, server);
        var importing = Stopwatch.StartNew();
        await RunAsync(data, "import", file);
        var rows = File.ReadLines(file).LongCount() - 2;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  {rows:N0} rows exported in {exported.TotalSeconds:0.0} s and imported in {importing.Elapsed.TotalSeconds:0.0} s"));
        File.Delete(file);
        // As autovacuum does it after a while.
        await server.ExecuteAsync("VACUUM ANALYZE", new NpgsqlConnectionStringBuilder(TestStore.SettingsOf(data).Values.Single()).Database!);
    }

    private static async Task RunAsync(TemporaryDirectory data, string command, string file)
    {
        string[] settings = [.. TestStore.SettingsOf(data).Append(new("Comments:DataDirectory", data.Path)).Select(setting => $"--{setting.Key}={setting.Value}")];
        using var process = Process.Start(new ProcessStartInfo("dotnet", [ServiceBuild.Service, command, file, .. settings]) { RedirectStandardError = true })!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(error);
        }
    }
}

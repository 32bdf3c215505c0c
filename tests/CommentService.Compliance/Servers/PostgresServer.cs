using System.Diagnostics;
using Npgsql;

namespace CommentService.Compliance.Servers;

/// <summary>
/// A real PostgreSQL in a folder of its own on a free loopback port, with fsync as in production. Its texts sort by a
/// language's rules unless a column says otherwise, as on most servers.
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo folder;
    private readonly int port;
    private Process? process;
    private int databases;

    private PostgresServer(DirectoryInfo folder, int port) => (this.folder, this.port) = (folder, port);

    /// <summary>The newest version that is installed where Debian puts it, or the one on the path.</summary>
    private static string Programs { get; } =
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(path => int.Parse(Path.GetFileName(path), null)).Select(path => Path.Combine(path, "bin")).First(Directory.Exists)
            : "";

    /// <summary>What the server wrote.</summary>
    public string Log => File.ReadAllText(Path.Combine(folder.FullName, "log"));

    public static async Task<PostgresServer> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("comment-service-postgres-");
        if (Environment.IsPrivilegedProcess)
        {
            // The server refuses to run as root.
            await RunAsync("chown", "postgres:", folder.FullName);
        }

        var server = new PostgresServer(folder, FreePort.Find());
        string[] initdb = [Path.Combine(Programs, "initdb"), "-D", server.Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US", "--no-sync"];
        await RunAsync([.. AsPostgres, .. initdb]);
        await server.RunAsync();
        return server;
    }

    public string ConnectionString(string database) => $"Host=127.0.0.1;Port={port};Username=postgres;Database={database}";

    /// <param name="template">The database of which it is a copy; nobody may be connected to that. Empty if null.</param>
    /// <returns>The new database's connection string.</returns>
    public async Task<string> NewDatabaseAsync(string? template = null)
    {
        var name = $"test_{Interlocked.Increment(ref databases)}";
        await ExecuteAsync($"CREATE DATABASE {name}" + (template is null ? "" : $" TEMPLATE {new NpgsqlConnectionStringBuilder(template).Database}"));
        return ConnectionString(name);
    }

    public async Task DropAsync(string connectionString)
    {
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database;
        await ExecuteAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
    }

    /// <summary>Starts it again after it was stopped or killed.</summary>
    public async Task RunAsync()
    {
        string[] command =
        [
            .. AsPostgres, Path.Combine(Programs, "postgres"), "-D", Data, "-p", $"{port}", "-c", "listen_addresses=127.0.0.1", "-c", $"unix_socket_directories={folder.FullName}",
            "-c", "fsync=on", "-c", "max_connections=400", "-c", "shared_buffers=64MB", "-c", "logging_collector=off",
        ];
        // Through a shell that becomes the server, so that its process is the server's and its log is a file.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1", "sh", Path.Combine(folder.FullName, "log"), .. command]) { WorkingDirectory = folder.FullName };
        process = Process.Start(start)!;
        var since = Stopwatch.StartNew();
        while (!await AnswersAsync())
        {
            if (process.HasExited || since.Elapsed > AnswersWithin)
            {
                throw new InvalidOperationException("PostgreSQL did not start:\n" + Log);
            }

            await Task.Delay(50);
        }
    }

    /// <summary>Stops it as an operator does who does not wait for clients.</summary>
    public Task StopAsync() => EndAsync(Signals.Interrupt);

    /// <summary>Ends it as a power cut would, but for the page cache.</summary>
    public async Task KillAsync()
    {
        var all = Processes();
        await EndAsync(Signals.Kill);
        foreach (var child in all)
        {
            Signals.Send(child, Signals.Kill);
        }
    }

    /// <summary>Lets none of its processes run: it takes connections, and answers nothing.</summary>
    public void Pause() => Processes().ForEach(id => Signals.Send(id, Signals.Stop));

    public void Resume() => Processes().ForEach(id => Signals.Send(id, Signals.Continue));

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            Resume();
            await StopAsync();
        }

        process?.Dispose();
        NpgsqlConnection.ClearAllPools();
        folder.Delete(recursive: true);
    }

    public async Task ExecuteAsync(string sql, string database = "postgres")
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database) + ";Pooling=false");
        await connection.OpenAsync();
        // Making or dropping a database waits for a checkpoint, which on a busy disk takes longer than the half minute of the default.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }

    private static string[] AsPostgres => Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] : [];

    private string Data => Path.Combine(folder.FullName, "data");

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await ExecuteAsync("SELECT 1");
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private async Task EndAsync(int signal)
    {
        Signals.Send(process!.Id, signal);
        await process.WaitForExitAsync();
        NpgsqlConnection.ClearAllPools();
    }

    /// <summary>The server's own process first, then those of its connections and helpers.</summary>
    private List<int> Processes()
    {
        var server = process!.Id;
        var children = Directory.GetDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), out var id) ? id : 0)
            .Where(id => id > 0 && ParentOf(id) == server);
        return [server, .. children];
    }

    private static int ParentOf(int id)
    {
        try
        {
            // After the name, which may hold anything and ends with the last parenthesis: state and parent.
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], null);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static async Task RunAsync(params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}: {error} {await output}");
        }
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using CommentService.Tests.Running;

namespace CommentService.Tests.Clients;

/// <summary>Somebody else's program, with what it prints.</summary>
internal sealed class RunningCommand : IAsyncDisposable
{
    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = new();
    private readonly ConcurrentQueue<string> errors = new();

    private RunningCommand(ProcessStartInfo start)
    {
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(lines, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(errors, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public IReadOnlyList<string> Lines => [.. lines];

    public static RunningCommand Start(string folder, IReadOnlyDictionary<string, string> environment, string program, params string[] arguments) => new(InfoOf(folder, environment, program, arguments));

    /// <summary>Runs to the end, which must be good.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> RunAsync(string folder, string input, string program, params string[] arguments)
    {
        var info = InfoOf(folder, new Dictionary<string, string>(), program, arguments);
        info.RedirectStandardInput = true;
        using var process = Process.Start(info)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Test.Cancellation), process.StandardError.ReadToEndAsync(Test.Cancellation));
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(Test.Cancellation);
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await output}{await error}");
        return await output;
    }

    /// <summary>Waits until it has printed so many lines.</summary>
    public Task<IReadOnlyList<string>> LinesAsync(int count) => Eventually.SeesAsync(
        () => process.HasExited ? throw new InvalidOperationException($"It ended: {string.Join('\n', errors)}") : Task.FromResult(Lines), seen => seen.Count >= count, $"{count} lines");

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        process.Dispose();
    }

    private static ProcessStartInfo InfoOf(string folder, IReadOnlyDictionary<string, string> environment, string program, string[] arguments)
    {
        var info = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            info.Environment[name] = value;
        }

        return info;
    }

    private static void Keep(ConcurrentQueue<string> kept, string? line)
    {
        if (line is not null)
        {
            kept.Enqueue(line);
        }
    }
}

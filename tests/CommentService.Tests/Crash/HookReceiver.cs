using System.Diagnostics;
using System.Globalization;
using CommentService.Tests.Running;

namespace CommentService.Tests.Crash;

/// <summary>Somebody else's server that webhooks are posted to: a process of its own (in Node.js), which is killed and started again at the same address.</summary>
internal sealed class HookReceiver : IAsyncDisposable
{
    private readonly Action<string> take;
    private readonly int port = FreePort.Find();
    private Process process = null!;
    private Task read = Task.CompletedTask;

    private HookReceiver(Action<string> take) => this.take = take;

    /// <summary>Such as <c>http://127.0.0.1:41234</c>.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");

    /// <summary>How often it was killed.</summary>
    public int Kills { get; private set; }

    /// <param name="take">Is given a line of JSON for each event that it took, in their order.</param>
    public static async Task<HookReceiver> StartAsync(Action<string> take)
    {
        var receiver = new HookReceiver(take);
        await receiver.LaunchAsync();
        return receiver;
    }

    /// <summary>Ends it at whatever it does. What it had taken by then has been read when this returns.</summary>
    public async Task Kill9Async()
    {
        process.Kill();
        Kills++;
        await process.WaitForExitAsync();
        await read;
    }

    public Task StartAgainAsync() => LaunchAsync();

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await Kill9Async();
        }

        process.Dispose();
    }

    private async Task LaunchAsync()
    {
        process = Process.Start(new ProcessStartInfo("node", [Path.Combine(AppContext.BaseDirectory, "receiver.mjs"), port.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("Node.js did not start.");
        if (await process.StandardOutput.ReadLineAsync() is null)
        {
            throw new InvalidOperationException("The receiver of webhooks did not start.");
        }

        read = Task.Run(ReadAsync);
    }

    private async Task ReadAsync()
    {
        // What follows the last line end was cut off by a kill, and was not answered.
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.EndsWith('}'))
            {
                take(line);
            }
        }
    }
}

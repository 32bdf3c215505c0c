using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace CommentService.Tests.Running;

/// <summary>
/// The built service as a process of its own, on a free loopback port: what an operator runs, so that it can be killed.
/// Requests are not limited, and forwarded addresses are believed, so that one test can be many readers.
/// </summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    public const string AdminKey = "an-admin-key-for-tests-0123456789abcdef";

    private const int LinesKept = 500;

    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(180);
    private static readonly TimeSpan StoppedWithin = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = new();
    private readonly Task ended;

    private ServiceProcess(TemporaryDirectory data, ServiceStart start)
    {
        var address = $"http://127.0.0.1:{FreePort.Find()}";
        Client = ClientOf(address);
        Admin = ClientOf(address);
        Admin.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AdminKey);
        process = new Process { StartInfo = CommandLine(data, start, address) };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        ended = process.WaitForExitAsync();
    }

    /// <summary>Speaks as a reader.</summary>
    public HttpClient Client { get; }

    /// <summary>Speaks with the admin key.</summary>
    public HttpClient Admin { get; }

    /// <summary>The last lines that the service wrote.</summary>
    public string Log => string.Join('\n', lines);

    /// <summary>The process's id.</summary>
    public int Id => process.Id;

    /// <summary>Ends when the process has ended, however.</summary>
    public Task Ended => ended;

    public bool HasEnded => process.HasExited;

    public int ExitCode => process.ExitCode;

    /// <summary>Starts the service and returns when it is ready.</summary>
    public static async Task<ServiceProcess> StartAsync(TemporaryDirectory data, ServiceStart? start = null)
    {
        var service = Launch(data, start);
        if (await service.IsReadyAsync())
        {
            return service;
        }

        // All that it wrote has been read only when this returns.
        await service.Ended;
        var why = $"The service ended with {service.ExitCode} before it was ready:\n{service.Log}";
        await service.DisposeAsync();
        throw new InvalidOperationException(why);
    }

    /// <summary>Starts the service and does not wait: it may be meant to die before it is ready.</summary>
    public static ServiceProcess Launch(TemporaryDirectory data, ServiceStart? start = null) => new(data, start ?? ServiceStart.Plain);

    /// <summary>Waits until the service is ready (true) or has ended (false).</summary>
    public async Task<bool> IsReadyAsync()
    {
        var since = Stopwatch.StartNew();
        while (!HasEnded)
        {
            if (await AnswersReadyAsync())
            {
                return true;
            }

            if (since.Elapsed > ReadyWithin)
            {
                throw new TimeoutException($"The service is not ready after {ReadyWithin.TotalSeconds} s:\n{Log}");
            }

            await Task.WhenAny(ended, Task.Delay(20));
        }

        return false;
    }

    /// <summary>Ends the process as a power cut would, but for the page cache: no code of it runs any more.</summary>
    public async Task Kill9Async()
    {
        if (!HasEnded)
        {
            process.Kill();
        }

        await ended;
    }

    /// <summary>Lets no code of the process run until <see cref="Resume"/>; its connections stay open.</summary>
    public void Pause() => Signals.Send(process.Id, Signals.Stop);

    public void Resume() => Signals.Send(process.Id, Signals.Continue);

    /// <summary>Asks the process to stop (SIGTERM) and waits for it.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        if (!Signals.Send(process.Id, Signals.Terminate))
        {
            throw new InvalidOperationException("The service had ended before it was told to stop:\n" + Log);
        }

        await ended.WaitAsync(StoppedWithin);
        return ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        await Kill9Async();
        Client.Dispose();
        Admin.Dispose();
        process.Dispose();
    }

    private static ProcessStartInfo CommandLine(TemporaryDirectory data, ServiceStart start, string address)
    {
        var settings = new Dictionary<string, string>
        {
            ["urls"] = address,
            ["Comments:DataDirectory"] = data.Path,
            ["Comments:RateLimit:PerClientPerMinute"] = "0",
            ["Comments:TrustedProxies:0"] = "127.0.0.1/32",
            ["Logging:LogLevel:Default"] = "Warning",
        };
        foreach (var (name, value) in TestStore.SettingsOf(data).Concat(start.Settings))
        {
            settings[name] = value;
        }

        string[] command = [.. start.Under, "dotnet", ServiceBuild.Service, .. settings.Select(s => $"--{s.Key}={s.Value}")];
        var info = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = data.Path,
        };
        info.Environment["DOTNET_ENVIRONMENT"] = "Production";
        info.Environment["Comments__AdminKey"] = AdminKey;
        foreach (var (name, value) in start.Environment)
        {
            info.Environment[name] = value;
        }

        return info;
    }

    /// <summary>Whether a request failed since the process is gone, or is not there yet. A connection that breaks while it is made throws its own kind.</summary>
    public static bool IsGone(Exception exception) => exception is HttpRequestException or IOException or SocketException;

    private static HttpClient ClientOf(string address) => new() { BaseAddress = new Uri(address), Timeout = TimeSpan.FromSeconds(30) };

    private async Task<bool> AnswersReadyAsync()
    {
        try
        {
            using var answer = await Client.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            // Not there yet, or too busy with its start to answer.
            return false;
        }
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        lines.Enqueue(line);
        while (lines.Count > LinesKept)
        {
            lines.TryDequeue(out _);
        }
    }
}

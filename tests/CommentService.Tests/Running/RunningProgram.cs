using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CommentService.Tests.Running;

/// <summary>
/// The service's own entry point with its own command line, on a thread of this process. What the framework announces
/// while the host is built (as its own test hosts do) is used to put in a clock and to take the log.
/// </summary>
internal sealed class RunningProgram : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    /// <summary>Tells the program that is built on this thread from those that start beside it.</summary>
    private static readonly AsyncLocal<RunningProgram?> Building = new();

    private readonly TimeProvider? time;
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<IDisposable> subscriptions = [];
    private Task<int> exit = Task.FromResult(0);
    private IHost? host;

    private RunningProgram(TimeProvider? time) => this.time = time;

    public RecordedErrors Errors { get; } = new();

    public IServiceProvider Services => host!.Services;

    /// <summary>Starts it and waits until it listens.</summary>
    public static async Task<RunningProgram> StartAsync(string[] arguments, TimeProvider? time)
    {
        var program = new RunningProgram(time);
        program.subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(program));
        program.exit = Task.Factory.StartNew(() => program.Run(arguments), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Task.WhenAny(program.started.Task, program.exit);
        program.Dispose();
        return program.started.Task.IsCompletedSuccessfully
            ? program
            : throw new InvalidOperationException($"The service did not start; exit code {await program.exit}, the reason is on the standard error. {string.Join('\n', program.Errors.Entries)}");
    }

    /// <summary>Stops it as SIGTERM would.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        return await exit;
    }

    public void Dispose() => subscriptions.ForEach(subscription => subscription.Dispose());

    void IObserver<DiagnosticListener>.OnNext(DiagnosticListener value)
    {
        if (Building.Value == this && value.Name == "Microsoft.Extensions.Hosting")
        {
            subscriptions.Add(value.Subscribe(this));
        }
    }

    void IObserver<KeyValuePair<string, object?>>.OnNext(KeyValuePair<string, object?> value)
    {
        if (Building.Value != this)
        {
            return;
        }

        if (value is { Key: "HostBuilding", Value: IHostBuilder builder })
        {
            Steer(builder);
        }
        else if (value is { Key: "HostBuilt", Value: IHost built })
        {
            host = built;
            built.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.Register(() => started.TrySetResult());
        }
    }

    void IObserver<DiagnosticListener>.OnCompleted()
    {
    }

    void IObserver<DiagnosticListener>.OnError(Exception error)
    {
    }

    void IObserver<KeyValuePair<string, object?>>.OnCompleted()
    {
    }

    void IObserver<KeyValuePair<string, object?>>.OnError(Exception error)
    {
    }

    private int Run(string[] arguments)
    {
        Building.Value = this;
        return (int)typeof(Program).Assembly.EntryPoint!.Invoke(null, [arguments])!;
    }

    private void Steer(IHostBuilder builder)
    {
        builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(Errors));
        builder.ConfigureServices(services =>
        {
            if (time is not null)
            {
                services.AddSingleton(time);
            }
        });
    }
}

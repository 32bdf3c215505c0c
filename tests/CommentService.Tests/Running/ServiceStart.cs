namespace CommentService.Tests.Running;

/// <summary>How a service process is started, past what every test wants.</summary>
internal sealed record ServiceStart
{
    public static ServiceStart Plain { get; } = new();

    /// <summary>Settings as on the command line: <c>Comments:X</c> and its value. They win over what <see cref="ServiceProcess"/> sets.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Environment variables beside those of the test process.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>A command that runs the service's command line, such as strace; it must become the service's process itself.</summary>
    public IReadOnlyList<string> Under { get; init; } = [];

    /// <summary>Dies at a crash point: <c>span:start|stop:n</c>, such as <c>storage.commit:stop:2</c>.</summary>
    public static ServiceStart CrashingAt(string point) => new()
    {
        Environment = new Dictionary<string, string> { ["DOTNET_STARTUP_HOOKS"] = ServiceBuild.CrashHook, ["CRASH_AT"] = point },
    };
}

using System.Net.Http.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace CommentService.Tests.Running;

/// <summary>
/// The real program in this process: its own port on the loopback, its own data directory, the real database and bus.
/// Any number of them can run at once.
/// </summary>
public sealed class TestService : IAsyncDisposable
{
    public const string AdminKey = "an-admin-key-for-tests-only";

    private static int articles;

    private readonly TemporaryDirectory? ownDirectory;
    private readonly RunningProgram program;

    private TestService(RunningProgram program, TemporaryDirectory? ownDirectory, Uri address)
    {
        this.program = program;
        this.ownDirectory = ownDirectory;
        Address = address;
        Client = new HttpClient(NewHandler()) { BaseAddress = address };
    }

    /// <summary>Where it listens, such as <c>http://127.0.0.1:41234/</c>.</summary>
    public Uri Address { get; }

    /// <summary>A client that follows no redirects and keeps no cookies.</summary>
    public HttpClient Client { get; }

    /// <summary>The service's own parts, for what cannot be seen from outside.</summary>
    public IServiceProvider Services => program.Services;

    /// <summary>What it logged as an error so far.</summary>
    public IReadOnlyCollection<string> Errors => program.Errors.Entries;

    /// <param name="settings">By name, such as <c>Comments:UnknownArticles</c>; the rate limit is off unless set here.</param>
    /// <param name="time">The clock; the system's if null.</param>
    /// <param name="policy">The first policy, as JSON; the one that is built in if null.</param>
    /// <param name="directory">The data directory, which then stays after the service; its own if null.</param>
    public static async Task<TestService> StartAsync(
        IReadOnlyDictionary<string, string?>? settings = null, TimeProvider? time = null, string? policy = null, TemporaryDirectory? directory = null)
    {
        var own = directory is null ? new TemporaryDirectory() : null;
        directory ??= own!;
        try
        {
            var program = await RunningProgram.StartAsync(Arguments(settings, policy, directory), time);
            var addresses = program.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
            return new TestService(program, own, new Uri(Assert.Single(addresses)));
        }
        catch
        {
            own?.Dispose();
            throw;
        }
    }

    /// <summary>An article's id that no other test has.</summary>
    public static string NewArticle() => $"article-{Interlocked.Increment(ref articles)}";

    /// <summary>Sends a submission as JSON, with nothing but what is given.</summary>
    /// <param name="more">Further members of the body.</param>
    /// <param name="headers">Headers by name.</param>
    public Task<Answer> PostAsync(string article, string name, string comment, object? more = null, params (string Name, string Value)[] headers)
    {
        var body = new Dictionary<string, object?> { ["name"] = name, ["comment"] = comment };
        foreach (var member in more?.GetType().GetProperties() ?? [])
        {
            body[member.Name] = member.GetValue(more);
        }

        return SendAsync(HttpMethod.Post, PathOf(article), JsonContent.Create(body), headers);
    }

    /// <summary>Sends a plain form, as a browser does.</summary>
    public Task<Answer> PostFormAsync(string path, IReadOnlyDictionary<string, string?> fields, params (string Name, string Value)[] headers) => SendAsync(
        HttpMethod.Post,
        path,
        new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Key, field.Value))),
        headers);

    /// <summary>Where an article's comments are posted to and read.</summary>
    public static string PathOf(string article) => $"/api/v1/articles/{article}/comments";

    /// <summary>Sends a submission that must be taken, and waits until it is judged.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> PostSettledAsync(string article, string name, string comment, object? more = null, params (string Name, string Value)[] headers)
    {
        var accepted = await PostAsync(article, name, comment, more, headers);
        Assert.True(accepted.Status == 202, accepted.ToString());
        await SettledAsync(accepted.Id);
        return accepted.Id;
    }

    /// <summary>Waits until a submission is judged.</summary>
    /// <returns>Its status by then.</returns>
    public async Task<string> SettledAsync(string id)
    {
        var receipt = await Eventually.SeesAsync(
            () => GetAsync($"/api/v1/submissions/{id}"),
            seen => seen.Status != 200 || seen.Member("status") != "queued",
            $"A decision on {id}");
        Assert.True(receipt.Status == 200, receipt.ToString());
        return receipt.Member("status")!;
    }

    /// <summary>An article's approved comments.</summary>
    /// <param name="query">Such as <c>?sort=newest</c>.</param>
    public Task<Answer> CommentsAsync(string article, string query = "", params (string Name, string Value)[] headers) =>
        GetAsync(PathOf(article) + query, headers);

    public Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    /// <summary>Calls the moderation API with the admin's key.</summary>
    /// <param name="path">What follows <c>/api/v1/moderation</c>.</param>
    /// <param name="body">Sent as JSON; nothing if null.</param>
    public Task<Answer> ModerationAsync(HttpMethod method, string path, object? body = null, params (string Name, string Value)[] headers) => SendAsync(
        method,
        "/api/v1/moderation" + path,
        body is null ? null : body as HttpContent ?? JsonContent.Create(body, body.GetType()),
        [("Authorization", "Bearer " + AdminKey), .. headers]);

    /// <summary>A decision that must be carried out.</summary>
    /// <param name="decision">approve, reject, hold or remove.</param>
    public async Task DecideAsync(string id, string decision)
    {
        var decided = await ModerationAsync(HttpMethod.Post, $"/comments/{id}/{decision}", new { });
        Assert.True(decided.Status == 200, decided.ToString());
    }

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value) || content?.Headers.TryAddWithoutValidation(name, value) == true, $"The header {name} cannot be sent.");
        }

        return await Answer.ReadAsync(await Client.SendAsync(request));
    }

    /// <summary>Stops it in order, which must succeed, and deletes what is its own.</summary>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        var exitCode = await program.StopAsync();
        if (ownDirectory is not null)
        {
            await TestStore.DropAsync(ownDirectory);
            ownDirectory.Dispose();
        }

        Assert.Equal(0, exitCode);
    }

    // A body whose sender asks first is not sent before the answer: on a slow machine that may take longer than the
    // second after which the client would send it all the same, into a connection that a refusal closes.
    private static SocketsHttpHandler NewHandler() =>
        new() { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, Expect100ContinueTimeout = Timeout.InfiniteTimeSpan };

    private static string[] Arguments(IReadOnlyDictionary<string, string?>? settings, string? policy, TemporaryDirectory directory)
    {
        var all = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["urls"] = "http://127.0.0.1:0",
            ["environment"] = "Production",
            ["Comments:DataDirectory"] = directory.Path,
            ["Comments:AdminKey"] = AdminKey,
            ["Comments:RateLimit:PerClientPerMinute"] = "0",
        };
        foreach (var (name, value) in TestStore.SettingsOf(directory))
        {
            all[name] = value;
        }

        foreach (var (name, value) in settings ?? new Dictionary<string, string?>())
        {
            all[name] = value;
        }

        if (policy is not null)
        {
            File.WriteAllText(all["Comments:Policy"] = directory.PathOf("first-policy.json"), policy);
        }

        return [.. all.Select(setting => $"--{setting.Key}={setting.Value}")];
    }
}

using System.Text.Json;
using CommentService.Hosting.Outgoing;
using CommentService.Storage;
using CommentService.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CommentService.Tests.Events.Webhooks;

/// <summary>A service that may call the loopback, its clock, and receivers of its webhooks.</summary>
public abstract class WebhookTest : IAsyncLifetime
{
    private readonly List<OutsideServer> receivers = [];
    private readonly TemporaryDirectory directory = new();

    protected static readonly IReadOnlyDictionary<string, string?> Settings = new Dictionary<string, string?> { ["Comments:Outgoing:AllowedNetworks"] = "127.0.0.0/8" };

    protected TestService Service { get; private set; } = null!;

    /// <summary>Stands still but for what <see cref="SeesAsync"/> moves it on.</summary>
    protected FakeTimeProvider Time { get; } = new(DateTimeOffset.UtcNow);

    public async ValueTask InitializeAsync() => await StartAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        foreach (var receiver in receivers)
        {
            await receiver.DisposeAsync();
        }

        directory.Dispose();
        GC.SuppressFinalize(this);
    }

    protected async Task StartAsync() => Service = await TestService.StartAsync(Settings, Time, SharedService.Policy, directory);

    /// <summary>Somebody who answers every message with a status.</summary>
    private protected async Task<OutsideServer> ReceiverAsync(Func<OutsideRequest, int>? answer = null)
    {
        var receiver = await OutsideServer.StartAsync((http, request) =>
        {
            http.Response.StatusCode = answer?.Invoke(request) ?? 204;
            return Task.CompletedTask;
        });
        receivers.Add(receiver);
        return receiver;
    }

    /// <summary>Makes a webhook, which must be taken.</summary>
    private protected async Task<Answer> MakeAsync(OutsideServer receiver, object? more = null)
    {
        var made = await HookAsync(HttpMethod.Post, "", With(new { url = receiver.Address + "/hook" }, more));
        Assert.True(made.Status == 201, made.ToString());
        return made;
    }

    private protected Task<Answer> HookAsync(HttpMethod method, string path, object? body = null) => Service.SendAsync(
        method, "/api/v1/webhooks" + path, body is null ? null : body as HttpContent ?? System.Net.Http.Json.JsonContent.Create(body, body.GetType()), ("Authorization", "Bearer " + TestService.AdminKey));

    /// <summary>Looks until it sees what is expected; the clock goes on by a second with each look.</summary>
    private protected Task<T> SeesAsync<T>(Func<Task<T>> look, Func<T, bool> isExpected, string what, TimeSpan? step = null) => Eventually.SeesAsync(
        () =>
        {
            Time.Advance(step ?? TimeSpan.FromSeconds(1));
            return look();
        },
        isExpected,
        what);

    private protected Task HoldsAsync(Func<bool> condition, string what, TimeSpan? step = null) => SeesAsync(() => Task.FromResult(condition()), holds => holds, what, step);

    private protected Task<Answer> HookSeenAsync(string id, Func<Answer, bool> isExpected, string what, TimeSpan? step = null) =>
        SeesAsync(() => HookAsync(HttpMethod.Get, "/" + id), isExpected, what, step);

    /// <summary>Stores approved comments with their changes, each on its own; positions follow.</summary>
    /// <returns>Their ids.</returns>
    protected async Task<IReadOnlyList<string>> FillAsync(int count, string article = "filled")
    {
        var comments = Enumerable.Range(0, count).Select(_ => new Comment { Id = Guid.CreateVersion7(), ArticleId = article, Name = "Ann", Text = "A fair point.", Status = CommentStatus.Approved }).ToList();
        await Service.Services.GetRequiredService<Database>().WriteAsync(
            async db =>
            {
                await db.InsertNewAsync([new Article { Id = article }]);
                await db.InsertNewAsync(comments);
                return await db.InsertNewAsync(comments.ConvertAll(c => new StateChange
                {
                    EventId = c.Id, CommentId = c.Id, Version = 1, To = CommentStatus.Approved, At = Time.GetUtcNow().UtcDateTime,
                }));
            },
            Test.Cancellation);
        return comments.ConvertAll(c => c.Id.ToString());
    }

    private protected static JsonElement EventOf(OutsideRequest request) => JsonElement.Parse(request.Body);

    private protected static long PositionOf(OutsideRequest request) => EventLog.PositionOf(EventOf(request));

    /// <summary>Whether a message is signed with a secret, at a moment near now.</summary>
    private protected bool IsSignedWith(OutsideRequest request, string secret)
    {
        Assert.True(WebhookSecret.TryRead(secret, out var read));
        return read.Verifies(request.Header("webhook-id"), request.Header("webhook-timestamp"), request.Header("webhook-signature"), System.Text.Encoding.UTF8.GetBytes(request.Body), Time.GetUtcNow());
    }

    private static Dictionary<string, object?> With(object body, object? more) =>
        body.GetType().GetProperties().Select(p => (p.Name, p.GetValue(body))).Concat(more?.GetType().GetProperties().Select(p => (p.Name, p.GetValue(more))) ?? []).ToDictionary(p => p.Name, p => p.Item2);
}

using CommentService.Compliance.Running;
using CommentService.Messaging;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommentService.Compliance.Queue;

/// <summary>A broker that is stopped, killed or silent: submissions are taken all the same, and reach it when it is back.</summary>
[Collection(OutageBroker.Name)]
public sealed class BrokerOutageTests(OutageBroker outage) : IAsyncLifetime
{
    private readonly TemporaryDirectory directory = new();
    private readonly BrokerProcess broker = outage.Broker;
    private string address = "";

    public async ValueTask InitializeAsync() => address = await outage.NewAddressAsync();

    public ValueTask DisposeAsync()
    {
        directory.Dispose();
        return default;
    }

    [Fact]
    public async Task Submissions_wait_in_the_spool_and_are_sent_on_in_order_when_the_broker_is_back()
    {
        await using var service = await StartAsync();
        await service.SettledAsync(await PostAsync(service, "Before."));
        await broker.Kill9Async();

        // The first wait for the deadline, the others for nothing.
        var spooled = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            spooled.Add(await PostAsync(service, $"Without a broker, {i}."));
        }

        var ready = await Eventually.SeesAsync(() => service.GetAsync("/health/ready"), seen => seen.Member("status") == "degraded", "Degraded readiness");
        Assert.Equal(200, ready.Status);
        Assert.Equal(20, service.Services.GetRequiredService<Spool>().Waiting);

        await broker.StartAgainAsync();
        foreach (var id in spooled)
        {
            await service.SettledAsync(id);
        }

        await using var db = service.Services.GetRequiredService<Database>().OpenRead();
        var stored = await db.Changes.OrderBy(c => c.Sequence).Skip(1).Select(c => c.CommentId).ToListAsync(Test.Cancellation);
        Assert.Equal(spooled, stored.Select(id => id.ToString()));
        await Eventually.HoldsAsync(() => service.Services.GetRequiredService<Spool>().Waiting == 0, "An empty spool");
        await Eventually.SeesAsync(() => service.GetAsync("/health/ready"), seen => seen.Member("status") == "ready", "Full readiness");
    }

    [Fact]
    public async Task Silent_broker_is_given_up_by_the_deadline_and_loses_and_doubles_nothing()
    {
        await using var service = await StartAsync();
        await service.SettledAsync(await PostAsync(service, "Before."));
        broker.Pause();
        string[] ids;
        try
        {
            ids = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => PostAsync(service, $"Into the silence, {i}.")));
        }
        finally
        {
            broker.Continue();
        }

        foreach (var id in ids)
        {
            await service.SettledAsync(id);
        }

        await using var db = service.Services.GetRequiredService<Database>().OpenRead();
        Assert.Equal(101, await db.Comments.CountAsync(Test.Cancellation));
        Assert.Equal(101, await db.Changes.CountAsync(Test.Cancellation));
    }

    [Fact]
    public async Task Service_starts_without_its_broker_and_takes_submissions()
    {
        await broker.StopAsync();
        string id;
        await using (var without = await StartAsync())
        {
            id = await PostAsync(without, "Nobody is there.");
        }

        await using var service = await StartAsync();
        Assert.Equal(1, service.Services.GetRequiredService<Spool>().Waiting);
        await broker.StartAgainAsync();
        await service.SettledAsync(id);
    }

    [Fact]
    public async Task Without_a_lasting_spool_intake_says_503_until_the_broker_is_back()
    {
        await using var service = await StartAsync(("Comments:Spool:Durable", "false"));
        await broker.StopAsync();
        var refused = await service.PostAsync("article", "Ann Reader", "Is anybody there?");
        Assert.Equal((503, "10"), (refused.Status, refused.Header("Retry-After")));
        Assert.Equal(503, (await service.GetAsync("/health/ready")).Status);
        Assert.Equal(0, service.Services.GetRequiredService<Spool>().Waiting);
        await broker.StartAgainAsync();
        var taken = await Eventually.SeesAsync(() => service.PostAsync("article", "Ann Reader", "And now?"), seen => seen.Status == 202, "A 202");
        await service.SettledAsync(taken.Id);
    }

    [Fact]
    public async Task Full_spool_is_answered_with_503_and_what_was_taken_is_kept()
    {
        await using var service = await StartAsync(("Comments:Spool:MaxMegabytes", "1"));
        await broker.Kill9Async();
        var ids = new List<string>();
        Answer answer;
        do
        {
            // In crowds: the first of them wait for the deadline.
            var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => service.PostAsync("article", "Ann Reader", $"{Guid.NewGuid()} " + string.Join(' ', Enumerable.Repeat("long", 1_500)))));
            ids.AddRange(answers.Where(taken => taken.Status == 202).Select(taken => taken.Id));
            answer = answers.LastOrDefault(refused => refused.Status != 202) ?? answers[0];
        }
        while (answer.Status == 202);

        Assert.Equal((503, "10"), (answer.Status, answer.Header("Retry-After")));
        await broker.StartAgainAsync();
        foreach (var id in ids)
        {
            await service.SettledAsync(id);
        }

        await Eventually.SeesAsync(() => service.PostAsync("article", "Ann Reader", "There is room again."), seen => seen.Status == 202, "A 202");
    }

    private Task<TestService> StartAsync(params (string Name, string Value)[] settings)
    {
        var all = settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value);
        all["ConnectionStrings:RabbitMq"] = address;
        return TestService.StartAsync(all, policy: SharedService.Policy, directory: directory);
    }

    private static async Task<string> PostAsync(TestService service, string text)
    {
        var answer = await service.PostAsync("article", "Ann Reader", text);
        Assert.True(answer.Status == 202, answer.ToString());
        return answer.Id;
    }
}

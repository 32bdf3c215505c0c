using CommentService.Compliance.Running;

namespace CommentService.Compliance.Events;

/// <summary>A broker that is away delays no other way to follow, and its subscribers miss nothing.</summary>
[Collection(OutageBroker.Name)]
public sealed class RelayOutageTests(OutageBroker outage) : IAsyncLifetime
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
    public async Task Events_of_an_outage_are_in_the_feed_and_at_webhooks_at_once_and_reach_the_broker_in_order_when_it_is_back()
    {
        await using var follower = await BrokerFollower.StartAsync(broker, address, "#");
        await using var receiver = await OutsideServer.StartAsync("{}");
        await using var service = await TestService.StartAsync(
            new Dictionary<string, string?> { ["ConnectionStrings:RabbitMq"] = address, ["Comments:Outgoing:AllowedNetworks"] = "127.0.0.0/8" }, policy: SharedService.Policy, directory: directory);
        var made = await service.SendAsync(HttpMethod.Post, "/api/v1/webhooks", System.Net.Http.Json.JsonContent.Create(new { url = receiver.Address, after = "0" }), ("Authorization", "Bearer " + TestService.AdminKey));
        Assert.True(made.Status == 201, made.ToString());
        var id = await service.PostSettledAsync("article", "Ann Reader", "Before.");
        await follower.HasAsync(1);
        await broker.Kill9Async();

        // Moderators go on deciding without it.
        string[] decisions = ["remove", "approve", "remove", "approve", "remove"];
        foreach (var decision in decisions)
        {
            await service.DecideAsync(id, decision);
        }

        var feed = await Eventually.SeesAsync(
            () => service.GetAsync("/api/v1/events", ("Authorization", "Bearer " + TestService.AdminKey)), seen => seen.Items.Count == 6, "Six events in the feed");
        await Eventually.HoldsAsync(() => receiver.Requests.Count == 6, "Six messages of the webhook");
        await broker.StartAgainAsync();
        await follower.FollowAsync(broker, address, "#");
        // Once each by their ids, in their order: what the kill cut off may come a second time.
        var messages = await Eventually.SeesAsync(() => Task.FromResult(follower.Seen), seen => seen.DistinctBy(message => message.Properties.MessageId).Count() == 6, "Six events");
        Assert.Equal(feed.Items.Select(one => one.GetProperty("id").GetString()), messages.Select(message => message.Properties.MessageId).Distinct());
        Assert.Equal(["1", "2", "3", "4", "5", "6"], messages.Select(message => message.Header("cloudEvents:sequence")).Distinct());
    }
}

using CommentService.Compliance.Running;
using CommentService.Compliance.Servers;

namespace CommentService.Compliance.Storage;

/// <summary>Five processes with one role each, on one PostgreSQL and one RabbitMQ, do together what one does with all.</summary>
public sealed class RoleTests(SharedBroker shared) : IAsyncLifetime
{
    private static readonly string[] Roles = ["intake", "worker", "review", "articles", "events"];
    private static readonly (string, string) Key = ("Authorization", "Bearer " + TestService.AdminKey);

    private readonly Dictionary<string, TestService> services = [];
    private string database = "";

    public async ValueTask InitializeAsync()
    {
        database = await TestServers.NewDatabaseAsync();
        var broker = shared.Broker.NewAddress();
        foreach (var role in Roles)
        {
            var settings = new Dictionary<string, string?> { ["ConnectionStrings:Postgres"] = database, ["ConnectionStrings:RabbitMq"] = broker, ["Comments:Roles"] = role };
            services[role] = await TestService.StartAsync(settings, policy: SharedService.Policy);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in services.Values)
        {
            await service.DisposeAsync();
        }

        await TestServers.DropAsync(database);
    }

    [Fact]
    public async Task Comment_goes_its_way_through_all_of_them()
    {
        var article = TestService.NewArticle();
        var approved = await services["intake"].PostSettledAsync(article, "Ann", "A fair point.");
        Assert.Equal([approved], (await services["articles"].CommentsAsync(article)).ItemIds);

        var held = await services["intake"].PostSettledAsync(article, "Ann", SharedService.HeldText);
        Assert.Equal([held], (await services["review"].ModerationAsync(HttpMethod.Get, "/comments?article=" + article)).ItemIds);
        await services["review"].DecideAsync(held, "approve");
        Assert.Equal([approved, held], (await services["articles"].CommentsAsync(article)).ItemIds);
        Assert.Equal("approved", await services["intake"].SettledAsync(held));

        var feed = await Eventually.SeesAsync(() => services["events"].GetAsync("/api/v1/events", Key), seen => seen.Items.Count == 3, "Three events");
        Assert.Equal(["comment.approved", "comment.held", "comment.approved"], feed.Items.Select(item => item.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task Each_answers_for_its_own_role_and_for_no_other()
    {
        var paths = new Dictionary<string, string>
        {
            ["intake"] = $"/api/v1/submissions/{Guid.CreateVersion7()}",
            ["review"] = "/api/v1/moderation/comments",
            ["articles"] = "/api/v1/articles/article-1",
            ["events"] = "/api/v1/events",
        };
        foreach (var (role, service) in services)
        {
            foreach (var (of, path) in paths)
            {
                var answer = await service.GetAsync(path, Key);
                // An unknown submission is a problem of its own; a path that is not there is one without a type of ours.
                Assert.Equal((role, of, role == of), (role, of, answer.Status == 200 || answer.Text.Contains("unknown-submission", StringComparison.Ordinal)));
            }

            Assert.Equal(200, (await service.GetAsync("/health/live")).Status);
            var ready = await service.GetAsync("/health/ready");
            Assert.Equal((200, role == "events"), (ready.Status, ready.Json.GetProperty("parts").TryGetProperty("positions", out _)));
        }
    }
}

using CommentService.Tests.Running;

namespace CommentService.Tests.Hosting;

/// <summary>A wrong setting ends the program at once, with one line that names it.</summary>
public sealed class RefusedStartTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData("Comments:Rolls", "intake", "no such setting: Comments:Rolls")]
    [InlineData("Comments:RateLimit:PerClient", "1", "no such setting: Comments:RateLimit:PerClient")]
    [InlineData("Comments:RateLimit:PerClientPerMinute", "many", "Comments:RateLimit:PerClientPerMinute")]
    [InlineData("Comments:Spool:MaxMegabytes", "0", "Comments:Spool:MaxMegabytes must be between 1 and 1000000")]
    [InlineData("Comments:Spool:Durable", "false", "Comments:Spool:Durable must be true: without ConnectionStrings:RabbitMq")]
    [InlineData("Comments:UnknownArticles", "perhaps", "Comments:UnknownArticles")]
    [InlineData("Comments:AdminKey", "too-short", "Comments:AdminKey must have at least 16 characters")]
    [InlineData("Comments:Roles", "intake,worker", "Comments:Roles must be all of intake,worker,review,articles,events: less needs")]
    [InlineData("Comments:Roles", "", "Comments:Roles must be all of")]
    [InlineData("Comments:AllowedOrigins:0", "*", "Comments:AllowedOrigins '*' is not an origin")]
    [InlineData("ConnectionStrings:Postgres", "Host=db", "ConnectionStrings:Postgres is not supported by this version yet")]
    [InlineData("ConnectionStrings:RabbitMq", "localhost", "ConnectionStrings:RabbitMq is not an address such as amqp://user:password@host:5672/vhost")]
    [InlineData("ConnectionStrings:RabbitMq", "http://user:secret@mq", "ConnectionStrings:RabbitMq is not an address such as amqp://user:password@host:5672/vhost")]
    [InlineData("Comments:Policy", "no-such-policy.json", "Comments:Policy: ")]
    [InlineData("Comments:DataDirectory", "/dev/null/data", "Comments:DataDirectory: ")]
    [InlineData("urls", "localhost", "urls: 'localhost' is not an address")]
    public async Task Wrong_setting_is_named_in_one_line(string name, string value, string line) =>
        Assert.Contains(line, await RefusalAsync((name, value)), StringComparison.Ordinal);

    [Fact]
    public async Task Wrong_settings_of_several_slices_are_named_at_once()
    {
        var line = await RefusalAsync(("Comments:AdminKey", "short"), ("Comments:Spool:MaxMegabytes", "-3"), ("Comments:RateLimit:PerArticlePerMinute", "-1"));
        Assert.All(["Comments:AdminKey", "Comments:Spool:MaxMegabytes", "Comments:RateLimit:PerArticlePerMinute"], name => Assert.Contains(name, line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{ \"rules\": { \"links\": { \"max\": \"many\" } } }", "$.rules.links.max")]
    [InlineData("{ \"rules\": { \"lynx\": {} } }", "$.rules.lynx")]
    [InlineData("{", "$")]
    public async Task Wrong_policy_file_is_named_with_the_path_in_it(string policy, string path)
    {
        var file = directory.PathOf("policy.json");
        await File.WriteAllTextAsync(file, policy, Test.Cancellation);
        var line = await RefusalAsync(("Comments:Policy", file));
        Assert.Contains($"Comments:Policy: {file}: {path}", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Admin_key_that_is_the_secret_of_a_made_key_is_refused()
    {
        string secret;
        await using (var service = await TestService.StartAsync(directory: directory))
        {
            secret = (await service.ModerationAsync(HttpMethod.Post, "/keys", new { name = "Desk", role = "viewer" })).Member("secret")!;
        }

        Assert.Contains("Comments:AdminKey is the secret of a key", await RefusalAsync(("Comments:AdminKey", secret), ("Comments:DataDirectory", directory.Path)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_made_on_disk_by_a_refused_start()
    {
        var data = directory.PathOf("data");
        await RefusalAsync(("Comments:DataDirectory", data), ("Comments:AdminKey", "short"));
        Assert.False(Directory.Exists(data));
    }

    [Fact]
    public async Task Second_process_on_a_data_directory_is_refused()
    {
        await using var first = await TestService.StartAsync(directory: directory);
        Assert.Contains($"Comments:DataDirectory: another process uses {directory.Path}", await RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_that_is_taken_is_named()
    {
        await using var first = await TestService.StartAsync();
        Assert.Contains("urls: ", await RefusalAsync(("urls", first.Address.ToString())), StringComparison.Ordinal);
    }

    /// <summary>The one line with which the program ends.</summary>
    private async Task<string> RefusalAsync(params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string> { ["urls"] = "http://127.0.0.1:0", ["Comments:DataDirectory"] = directory.Path };
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        await using var run = ProgramRun.Start(all.Select(setting => (setting.Key, setting.Value)));
        var exitCode = await run.EndAsync();
        Assert.Equal(1, exitCode);
        var line = Assert.Single(run.Output.Split('\n'));
        Assert.StartsWith("CommentService did not start: ", line, StringComparison.Ordinal);
        return line;
    }
}

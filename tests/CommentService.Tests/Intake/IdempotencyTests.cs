using CommentService.Tests.Running;
using Microsoft.Extensions.Time.Testing;

namespace CommentService.Tests.Intake;

/// <summary>The same submission sent again, by key or by a double click, is one comment.</summary>
public sealed class IdempotencyTests(IdempotencyTests.ServiceWithClock shared) : IClassFixture<IdempotencyTests.ServiceWithClock>
{
    private readonly TestService service = shared.Service;
    private readonly FakeTimeProvider time = shared.Clock;
    private readonly string article = TestService.NewArticle();

    [Fact]
    public async Task Same_key_and_content_answer_the_same_submission_whether_it_is_stored_or_not()
    {
        var first = await PostAsync("Once only.", "k1");
        var atOnce = await PostAsync("Once only.", "k1");
        await service.SettledAsync(first.Id);
        var later = await PostAsync("Once only.", "k1");

        Assert.Equal([first.Id, first.Id], [atOnce.Id, later.Id]);
        Assert.Equal(202, later.Status);
        Assert.Equal(first.Location, later.Location);
        Assert.Equal([first.Id], (await service.CommentsAsync(article)).ItemIds);
    }

    [Fact]
    public async Task Content_is_compared_as_it_was_cleaned()
    {
        var first = await PostAsync("Cafe\u0301", "k1", new { email = "ann@example.org", website = "" });
        var second = await PostAsync(" Café\u0000 \r\n", "k1", new { email = " ann@example.org", parentId = (string?)null });

        Assert.Equal(first.Id, second.Id);
    }

    [Fact]
    public async Task Same_key_with_other_content_is_422()
    {
        await PostAsync("One thing.", "k1");
        (await PostAsync("Another thing.", "k1")).IsProblem(422, "idempotency-key-reused");
        await service.SettledAsync((await PostAsync("One thing.", "k1")).Id);

        (await PostAsync("Another thing.", "k1")).IsProblem(422, "idempotency-key-reused");
        (await PostAsync("One thing.", "k1", new { email = "other@example.org" })).IsProblem(422);
        (await service.PostAsync(article, "Bob", "One thing.", null, ("Idempotency-Key", "k1"))).IsProblem(422);
    }

    [Fact]
    public async Task Key_belongs_to_its_article()
    {
        var first = await PostAsync("On a.", "k1");
        var second = await service.PostAsync(TestService.NewArticle(), "Ann", "On b.", null, ("Idempotency-Key", "k1"));

        Assert.Equal(202, second.Status);
        Assert.NotEqual(first.Id, second.Id);
    }

    [Fact]
    public async Task Different_keys_are_different_submissions()
    {
        Assert.NotEqual((await PostAsync("Said twice.", "k1")).Id, (await PostAsync("Said twice.", "k2")).Id);
    }

    [Fact]
    public async Task Key_is_kept_for_24_hours()
    {
        var first = await PostAsync("Once a day.", "k1");
        await service.SettledAsync(first.Id);

        time.JumpBy(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        var within = await PostAsync("Once a day.", "k1");
        time.Advance(TimeSpan.FromSeconds(2));
        var after = await PostAsync("Something else.", "k1");

        Assert.Equal(first.Id, within.Id);
        Assert.Equal(202, after.Status);
        Assert.NotEqual(first.Id, after.Id);
    }

    [Fact]
    public async Task Twins_in_flight_are_one_comment()
    {
        var twins = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => PostAsync("In flight.", "k1")));

        var id = Assert.Single(twins.Select(twin => twin.Id).Distinct());
        Assert.All(twins, twin => Assert.Equal(202, twin.Status));
        await service.SettledAsync(id);
        Assert.Equal([id], (await service.CommentsAsync(article)).ItemIds);
    }

    [Fact]
    public async Task Of_two_contents_in_flight_under_one_key_one_wins()
    {
        for (var round = 0; round < 10; round++)
        {
            var key = $"round-{round}";
            var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => PostAsync(i % 2 == 0 ? "Even." : "Odd.", key)));

            Assert.Single(answers.Where(answer => answer.Status == 202).Select(answer => answer.Id).Distinct());
            Assert.Equal(10, answers.Count(answer => answer.Status == 202));
            Assert.All(answers.Where(answer => answer.Status != 202), answer => answer.IsProblem(422));
        }
    }

    [Fact]
    public async Task Key_has_at_most_200_characters()
    {
        Assert.Equal(202, (await PostAsync("Long key.", new string('k', 200))).Status);
        (await PostAsync("Longer key.", new string('k', 201))).Refuses("Idempotency-Key");
    }

    [Fact]
    public async Task Refused_submission_does_not_use_up_its_key()
    {
        (await PostAsync("", "k1")).IsProblem(400);

        Assert.Equal(202, (await PostAsync("Mended.", "k1")).Status);
    }

    [Fact]
    public async Task Double_click_answers_the_first_receipt()
    {
        var clicks = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => PostFormAsync("Clicked twice.")));
        var first = Assert.Single(clicks.Select(click => click.Location).Distinct())!;
        await service.SettledAsync(first[^36..]);
        time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));

        Assert.Equal(first, (await PostFormAsync("Clicked twice.")).Location);
        Assert.Single((await service.CommentsAsync(article)).Items);
    }

    [Fact]
    public async Task After_five_minutes_the_same_text_is_another_submission()
    {
        var first = await service.PostSettledAsync(article, "Ann", "+1");
        time.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1));

        Assert.NotEqual(first, await service.PostSettledAsync(article, "Ann", "+1"));
        Assert.Equal(2, (await service.CommentsAsync(article)).Items.Count);
    }

    [Fact]
    public async Task Other_name_text_article_or_client_is_no_double_click()
    {
        string[] ids =
        [
            (await PostFromAsync("203.0.113.1", article, "Ann", "+1")).Id,
            (await PostFromAsync("203.0.113.1", article, "Bob", "+1")).Id,
            (await PostFromAsync("203.0.113.1", article, "Ann", "+2")).Id,
            (await PostFromAsync("203.0.113.1", TestService.NewArticle(), "Ann", "+1")).Id,
            (await PostFromAsync("203.0.113.2", article, "Ann", "+1")).Id,
            (await PostFromAsync("2001:db8:0:1::1", article, "Ann", "+1")).Id,
            (await PostFromAsync("2001:db8:0:2::1", article, "Ann", "+1")).Id,
        ];

        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Equal(ids[5], (await PostFromAsync("2001:db8:0:1::2", article, "Ann", "+1")).Id);
    }

    private Task<Answer> PostAsync(string comment, string key, object? more = null) => service.PostAsync(article, "Ann", comment, more, ("Idempotency-Key", key));

    private Task<Answer> PostFormAsync(string comment) =>
        service.PostFormAsync(TestService.PathOf(article), new Dictionary<string, string?> { ["name"] = "Ann", ["comment"] = comment });

    private Task<Answer> PostFromAsync(string client, string target, string name, string comment) =>
        service.PostAsync(target, name, comment, null, ("X-Forwarded-For", client));

    public sealed class ServiceWithClock : SharedService
    {
        public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero));

        protected override TimeProvider Time => Clock;

        protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?> { ["Comments:TrustedProxies"] = "127.0.0.1" };
    }
}

using CommentService.Moderation;
using CommentService.Storage;

namespace CommentService.Tests.Worker;

public sealed class AuthorTests : WorkerTest
{
    [Theory]
    [InlineData(7, 3, "Held")]
    [InlineData(8, 2, "Approved")]
    [InlineData(6, 3, "Approved")]
    public async Task Author_whose_share_of_rejected_comments_reaches_30_percent_of_10_is_held(int approved, int rejected, string expected)
    {
        await PastAsync((CommentStatus.Approved, approved), (CommentStatus.Rejected, rejected));
        Assert.Equal(expected, (await Bench.StoreAsync(Bench.Submission("A fair point.", email: "ann@example.org"))).Status.ToString());
    }

    [Fact]
    public async Task Comments_that_wait_in_the_queue_do_not_count_in_the_history()
    {
        await PastAsync((CommentStatus.Approved, 6), (CommentStatus.Removed, 3), (CommentStatus.Held, 5));
        Assert.Equal(CommentStatus.Approved, (await Bench.StoreAsync(Bench.Submission("A fair point.", email: "ann@example.org"))).Status);
    }

    [Fact]
    public async Task History_of_another_author_does_not_count()
    {
        await PastAsync((CommentStatus.Rejected, 15));
        Assert.Equal(CommentStatus.Approved, (await Bench.StoreAsync(Bench.Submission("A fair point.", email: "bob@example.org"))).Status);
    }

    [Theory]
    [InlineData(BanKind.Author, "Rejected")]
    [InlineData(BanKind.Email, "Rejected")]
    [InlineData(BanKind.Address, "Rejected")]
    [InlineData(BanKind.Name, "Held")]
    public async Task Ban_rejects_and_a_banned_name_holds(BanKind kind, string expected)
    {
        var submission = Bench.Submission("A fair point.", email: "ann@example.org");
        await Bench.InsertAsync(BanOf(kind, submission));
        await Bench.ProcessAsync(submission);
        await Bench.IsAsync(Enum.Parse<CommentStatus>(expected), submission, "ban");
        Assert.Contains("for spam", (await Bench.FindingsAsync(submission.Id))[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(BanKind.Author)]
    [InlineData(BanKind.Email)]
    [InlineData(BanKind.Address)]
    [InlineData(BanKind.Name)]
    public async Task Ban_that_has_expired_does_nothing(BanKind kind)
    {
        var submission = Bench.Submission("A fair point.", email: "ann@example.org");
        var ban = BanOf(kind, submission);
        ban.ExpiresAt = Bench.Clock.GetUtcNow().UtcDateTime.AddSeconds(-1);
        await Bench.InsertAsync(ban);
        await Bench.ProcessAsync(submission);
        await Bench.IsAsync(CommentStatus.Approved, submission);
    }

    [Fact]
    public async Task Ban_of_one_kind_does_not_name_what_is_of_another()
    {
        var submission = Bench.Submission("A fair point.", email: "ann@example.org");
        var ban = BanOf(BanKind.Name, submission);
        ban.Kind = BanKind.Address;
        await Bench.InsertAsync(ban);
        await Bench.ProcessAsync(submission);
        await Bench.IsAsync(CommentStatus.Approved, submission);
    }

    [Fact]
    public async Task Ban_names_only_its_own_among_a_group()
    {
        var (banned, other) = (Bench.Submission("A fair point."), Bench.Submission("Another point.", name: "Bob", address: "192.0.2.2"));
        await Bench.InsertAsync(BanOf(BanKind.Address, banned));
        await Bench.ProcessAsync(banned, other);
        await Bench.IsAsync(CommentStatus.Rejected, banned, "ban");
        await Bench.IsAsync(CommentStatus.Approved, other);
    }

    private Ban BanOf(BanKind kind, Contracts.Submission submission) => new()
    {
        Id = Guid.CreateVersion7(),
        Kind = kind,
        Key = kind switch
        {
            BanKind.Author => submission.AuthorKey,
            BanKind.Email => Bench.Keys.Email(submission.Email!),
            BanKind.Address => submission.AddressKey!.Value,
            _ => Bench.Keys.Name(submission.Name.ToUpperInvariant()),
        },
        Reason = "for spam",
    };

    /// <summary>What became of earlier comments of ann@example.org, long ago.</summary>
    private Task PastAsync(params (CommentStatus Status, int Count)[] past) => Bench.InsertAsync(
        [.. past.SelectMany(p => Enumerable.Repeat(p.Status, p.Count)).Select((status, i) => new Comment
        {
            Id = Guid.CreateVersion7(Bench.Clock.GetUtcNow().AddDays(-90 + i)),
            ArticleId = "old",
            Name = "Ann",
            Text = "x",
            Status = status,
            AuthorKey = Bench.Keys.Email("ann@example.org"),
        })]);
}

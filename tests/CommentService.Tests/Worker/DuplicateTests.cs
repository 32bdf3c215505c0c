using CommentService.Storage;
using CommentService.Tests.Running;

namespace CommentService.Tests.Worker;

public sealed class DuplicateTests : WorkerTest
{
    private const string Text = Workbench.LongText;

    [Fact]
    public async Task Same_text_by_the_same_author_is_rejected_on_any_article()
    {
        await Bench.ProcessAsync(Bench.Submission(Text, email: "ann@example.org"));
        var again = Bench.Submission(Text, email: "ann@example.org", article: "another");
        await Bench.ProcessAsync(again);
        await Bench.IsAsync(CommentStatus.Rejected, again, "duplicate");
    }

    [Fact]
    public async Task Same_text_under_a_name_alone_is_only_held()
    {
        await Bench.ProcessAsync(Bench.Submission(Text, address: null));
        var again = Bench.Submission(Text, address: null);
        await Bench.ProcessAsync(again);
        await Bench.IsAsync(CommentStatus.Held, again, "duplicate");
    }

    [Fact]
    public async Task Same_text_by_someone_else_on_this_article_is_held()
    {
        await Bench.ProcessAsync(Bench.Submission(Text));
        var again = Bench.Submission(Text.ToUpperInvariant().Replace(" ", "  ", StringComparison.Ordinal).ToLowerInvariant(), name: "Bob", address: "192.0.2.2");
        await Bench.ProcessAsync(again);
        await Bench.IsAsync(CommentStatus.Held, again, "duplicate");
    }

    [Fact]
    public async Task Same_text_by_someone_else_on_another_article_is_free()
    {
        await Bench.ProcessAsync(Bench.Submission(Text));
        var again = Bench.Submission(Text, name: "Bob", address: "192.0.2.2", article: "another");
        await Bench.ProcessAsync(again);
        await Bench.IsAsync(CommentStatus.Approved, again);
    }

    [Fact]
    public async Task Duplicate_in_the_same_group_is_seen()
    {
        var (first, same, other) = (Bench.Submission(Text), Bench.Submission(Text), Bench.Submission(Text, name: "Bob", address: "192.0.2.2"));
        await Bench.ProcessAsync(first, same, other);
        await Bench.IsAsync(CommentStatus.Approved, first);
        await Bench.IsAsync(CommentStatus.Rejected, same, "duplicate");
        await Bench.IsAsync(CommentStatus.Held, other, "duplicate");
    }

    [Fact]
    public async Task Short_text_is_free()
    {
        var (first, same) = (Bench.Submission("I agree with that."), Bench.Submission("I agree with that."));
        await Bench.ProcessAsync(first, same);
        await Bench.IsAsync(CommentStatus.Approved, same);
    }

    [Fact]
    public async Task Same_text_is_free_once_the_first_is_a_day_old()
    {
        await Bench.ProcessAsync(Bench.Submission(Text));
        Bench.Clock.JumpBy(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        var within = Bench.Submission(Text, name: "Bob", address: "192.0.2.2");
        await Bench.ProcessAsync(within);
        await Bench.IsAsync(CommentStatus.Held, within, "duplicate");
        Bench.Clock.JumpBy(TimeSpan.FromHours(24) + TimeSpan.FromSeconds(1));
        var after = Bench.Submission(Text);
        await Bench.ProcessAsync(after);
        await Bench.IsAsync(CommentStatus.Approved, after);
    }

    [Fact]
    public async Task Removed_comment_does_not_count()
    {
        var first = Bench.Submission(Text);
        await Bench.ProcessAsync(first);
        await Bench.Service.DecideAsync(first.Id.ToString(), "remove");
        var again = Bench.Submission(Text);
        await Bench.ProcessAsync(again);
        await Bench.IsAsync(CommentStatus.Approved, again);
    }

    [Fact]
    public async Task Submission_that_is_delivered_again_is_no_duplicate_of_itself()
    {
        var first = Bench.Submission(Text);
        await Bench.ProcessAsync(first);
        await Bench.ProcessAsync(first, first);
        await Bench.IsAsync(CommentStatus.Approved, first);
    }
}

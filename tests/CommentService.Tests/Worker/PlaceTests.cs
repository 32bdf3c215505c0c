using CommentService.Moderation;
using CommentService.Storage;

namespace CommentService.Tests.Worker;

/// <summary>What the article and the comment that is answered say, at the time of the worker.</summary>
public sealed class PlaceTests : WorkerTest
{
    [Fact]
    public async Task Premoderated_article_holds_what_no_rule_objects_to()
    {
        await Bench.InsertAsync(new Article { Id = "article", Mode = ModerationMode.Premoderate });
        var submission = Bench.Submission("A fair point.");
        await Bench.ProcessAsync(submission);
        await Bench.IsAsync(CommentStatus.Held, submission);
    }

    [Fact]
    public async Task Article_that_was_closed_in_between_holds()
    {
        await Bench.InsertAsync(new Article { Id = "article", Open = false });
        var submission = Bench.Submission("A fair point.");
        await Bench.ProcessAsync(submission);
        await Bench.IsAsync(CommentStatus.Held, submission, "article-closed");
    }

    [Fact]
    public async Task Article_holds_from_the_moment_at_which_it_closes()
    {
        await Bench.InsertAsync(new Article { Id = "article", CloseAt = Bench.Clock.GetUtcNow().UtcDateTime.AddMinutes(1) });
        var before = Bench.Submission("A fair point.");
        await Bench.ProcessAsync(before);
        Bench.Clock.Advance(TimeSpan.FromMinutes(1));
        var after = Bench.Submission("Another point.");
        await Bench.ProcessAsync(after);
        await Bench.IsAsync(CommentStatus.Approved, before);
        await Bench.IsAsync(CommentStatus.Held, after, "article-closed");
    }

    [Fact]
    public async Task Closed_article_does_not_soften_a_rejection()
    {
        await Bench.InsertAsync(new Article { Id = "article", Open = false });
        await Bench.ProcessAsync(Bench.Submission(Workbench.LongText, article: "another"));
        var again = Bench.Submission(Workbench.LongText);
        await Bench.ProcessAsync(again);
        await Bench.IsAsync(CommentStatus.Rejected, again, "duplicate", "article-closed");
    }

    [Fact]
    public async Task Reply_to_nothing_is_held_and_answers_none()
    {
        var reply = Bench.Submission("A fair point.", parent: Bench.Ids.Next());
        Assert.Null((await Bench.StoreAsync(reply)).ParentId);
        await Bench.IsAsync(CommentStatus.Held, reply, "parent-missing");
    }

    [Fact]
    public async Task Reply_to_a_comment_of_another_article_is_held()
    {
        var parent = Bench.Submission("A fair point.", article: "another");
        await Bench.ProcessAsync(parent);
        var reply = Bench.Submission("So it is.", parent: parent.Id);
        await Bench.ProcessAsync(reply);
        await Bench.IsAsync(CommentStatus.Held, reply, "parent-missing");
    }

    [Fact]
    public async Task Reply_to_a_comment_that_was_removed_in_between_is_held_in_its_place()
    {
        var parent = Bench.Submission("A fair point.");
        await Bench.ProcessAsync(parent);
        await Bench.Service.DecideAsync(parent.Id.ToString(), "remove");
        var reply = Bench.Submission("So it is.", parent: parent.Id);
        Assert.Equal(parent.Id, (await Bench.StoreAsync(reply)).ParentId);
        await Bench.IsAsync(CommentStatus.Held, reply, "parent-missing");
    }

    [Fact]
    public async Task Reply_within_the_group_finds_its_parent()
    {
        var parent = Bench.Submission("A fair point.");
        var reply = Bench.Submission("So it is.", parent: parent.Id);
        await Bench.ProcessAsync(parent, reply);
        await Bench.IsAsync(CommentStatus.Approved, reply);
        Assert.Equal((parent.Id, 2), ((await Bench.CommentAsync(reply.Id)).ParentId!.Value, (await Bench.CommentAsync(reply.Id)).Depth));
    }

    [Fact]
    public async Task Deeper_reply_attaches_to_the_deepest_allowed()
    {
        var chain = new List<Contracts.Submission>();
        for (var i = 0; i < 7; i++)
        {
            chain.Add(Bench.Submission($"Depth {i + 1}.", parent: chain.LastOrDefault()?.Id));
            await Bench.ProcessAsync(chain[^1]);
        }

        var stored = new List<Comment>();
        foreach (var one in chain)
        {
            stored.Add(await Bench.CommentAsync(one.Id));
        }

        Assert.Equal([1, 2, 3, 4, 5, 5, 5], stored.Select(c => c.Depth));
        Assert.Equal([null, chain[0].Id, chain[1].Id, chain[2].Id, chain[3].Id, chain[3].Id, chain[3].Id], stored.Select(c => c.ParentId));
    }
}

using CommentService.Messaging;
using CommentService.Storage;
using CommentService.Tests.Running;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommentService.Tests.Worker;

/// <summary>What fails alone is held, what cannot be held is set aside, and nothing of it holds up the rest.</summary>
public sealed class FaultTests : WorkerTest
{
    [Fact]
    public async Task Submission_that_fails_alone_is_held_and_says_so_and_the_others_are_approved()
    {
        FailOn("NEW.\"Name\" = 'poison' AND NEW.\"Status\" <> 0");
        var group = new[] { Bench.Submission("A fair point."), Bench.Submission("Another point.", name: "poison"), Bench.Submission("A third one.") };
        await Bench.ProcessAsync(group);
        await Bench.IsAsync(CommentStatus.Approved, group[0]);
        await Bench.IsAsync(CommentStatus.Held, group[1], "service");
        await Bench.IsAsync(CommentStatus.Approved, group[2]);
        Assert.Contains("could not judge it", (await Bench.FindingsAsync(group[1].Id))[0].Message, StringComparison.Ordinal);
        await using var db = Bench.Database.OpenRead();
        Assert.Equal(3, await db.Changes.CountAsync(Test.Cancellation));
        Assert.False(await db.DeadLetters.AnyAsync(Test.Cancellation));
    }

    [Fact]
    public async Task Submission_that_cannot_even_be_held_is_a_dead_letter_and_the_others_are_approved()
    {
        FailOn("NEW.\"Name\" = 'poison'");
        var group = new[] { Bench.Submission("A fair point."), Bench.Submission("Another point.", name: "poison"), Bench.Submission("A third one.") };
        await Bench.ProcessAsync(group);
        await Bench.IsAsync(CommentStatus.Approved, group[0]);
        await Bench.IsAsync(CommentStatus.Approved, group[2]);
        await using var db = Bench.Database.OpenRead();
        var letter = await db.DeadLetters.SingleAsync(Test.Cancellation);
        Assert.Equal(group[1], SubmissionBody.Read(letter.Body));
        Assert.DoesNotContain("Another point", letter.Reason, StringComparison.Ordinal);
        Assert.Equal(2, await db.Comments.CountAsync(Test.Cancellation));
    }

    [Fact]
    public async Task Dead_letter_leaves_the_spool_and_the_next_submission_is_taken()
    {
        FailOn("NEW.\"Name\" = 'poison'");
        await Bench.Service.PostAsync("article", "poison", "A fair point.");
        await Bench.Service.PostSettledAsync("article", "Ann", "Another point.");
        await Eventually.HoldsAsync(() => Bench.Service.Services.GetRequiredService<Spool>().Waiting == 0, "An empty spool");
    }

    [Fact]
    public async Task Submission_without_what_it_must_have_is_a_dead_letter()
    {
        var (broken, sound) = (Bench.Submission("A fair point.") with { ArticleId = null! }, Bench.Submission("Another point."));
        await Bench.ProcessAsync(broken, sound);
        await Bench.IsAsync(CommentStatus.Approved, sound);
        await using var db = Bench.Database.OpenRead();
        Assert.Equal(1, await db.DeadLetters.CountAsync(Test.Cancellation));
    }

    [Fact]
    public async Task Submission_whose_id_nobody_here_made_breaks_no_list_that_it_stands_in()
    {
        var strange = Bench.Submission("A fair point.") with { Id = Guid.Parse("ffffffff-ffff-7fff-bfff-ffffffffffff") };
        var negative = Bench.Submission("Another point.") with { Id = Guid.Parse("80000000-0000-7000-8000-000000000000") };
        await Bench.ProcessAsync(strange, negative);
        Assert.Equal(2, (await Bench.Service.ModerationAsync(HttpMethod.Get, "/comments?status=approved")).Items.Count);
        Assert.Equal(2, (await Bench.Service.CommentsAsync("article")).Items.Count);
    }

    [Fact]
    public async Task Database_that_another_process_holds_is_waited_for()
    {
        var path = Bench.Database.Connect().DataSource;
        string id;
        await using (var other = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            await other.OpenAsync(Test.Cancellation);
            await using var held = other.BeginTransaction(deferred: false);
            id = (await Bench.Service.PostAsync("article", "Ann", "A fair point.")).Id;
            Assert.Equal("queued", (await Bench.Service.GetAsync($"/api/v1/submissions/{id}")).Member("status"));
        }

        Assert.Equal("approved", await Bench.Service.SettledAsync(id));
        await using var db = Bench.Database.OpenRead();
        Assert.False(await db.DeadLetters.AnyAsync(Test.Cancellation));
    }

    /// <summary>Lets the database refuse comments of which this is true.</summary>
    private void FailOn(string condition) => Bench.Execute(
        $"""CREATE TRIGGER poison BEFORE INSERT ON "Comments" WHEN {condition} BEGIN SELECT RAISE(ABORT, 'poison'); END""");
}

using CommentService.Moderation;
using CommentService.Storage;

namespace CommentService.Tests.Storage;

public sealed class VerdictRecordTests
{
    [Fact]
    public void Every_fact_is_read_back_as_it_was_written()
    {
        var facts = new Facts
        {
            Mode = ModerationMode.Premoderate,
            Author = AuthorIdentity.Email,
            History = [PastOutcome.Approved, PastOutcome.Removed],
            RecentByAuthor = 1,
            RecentByAddress = 2,
            RecentOnArticle = 3,
            DuplicateBySameAuthor = true,
            DuplicateByOther = true,
            Bans = [new BanFact(BanKind.Name, "A reason")],
            External = new ExternalAnswer { Service = ExternalService.Callout, State = ExternalState.Answered, Opinion = ExternalOpinion.Certain, Score = 0.5, Detail = "Words" },
            Obstacles = [Obstacle.ParentMissing],
        };
        var stored = new Comment { ArticleId = "a", Name = "Ann", Text = "A point.", Facts = VerdictRecord.Write(facts) };
        Assert.Equivalent(facts, VerdictRecord.FactsOf(stored), strict: true);
        Assert.Equal(stored.Facts, VerdictRecord.Write(VerdictRecord.FactsOf(stored)));
    }

    [Fact]
    public void Without_facts_nothing_is_stored_but_how_the_author_was_known()
    {
        Assert.Null(VerdictRecord.Write(Facts.None with { Author = AuthorIdentity.Email }));
        var stored = new Comment { ArticleId = "a", Name = "Ann", Text = "A point.", AuthorIdentity = AuthorIdentity.Email };
        Assert.Equal(AuthorIdentity.Email, VerdictRecord.FactsOf(stored).Author);
    }
}

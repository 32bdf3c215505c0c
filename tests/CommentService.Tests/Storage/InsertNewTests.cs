using System.Text.Json;
using CommentService.Moderation;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Tests.Storage;

public sealed class InsertNewTests : IAsyncLifetime
{
    private static readonly DateTime Moment = new(2026, 5, 1, 12, 0, 0, 123, DateTimeKind.Utc);
    private static readonly Guid Id = Guid.Parse("0196b3c0-1111-7222-8333-444455556666");

    private TestDatabase test = null!;

    /// <summary>Every table's row with no member at its default, so that a column left out is seen.</summary>
    public static TheoryData<string> Tables { get; } = new("Comment", "StoredFinding", "StateChange", "Article", "ApiKey", "Ban", "DeadLetter", "PolicyVersion", "Secret");

    public async ValueTask InitializeAsync() => test = await TestDatabase.OpenAsync();

    public ValueTask DisposeAsync() => test.DisposeAsync();

    [Theory]
    [MemberData(nameof(Tables))]
    public Task Every_column_comes_back_as_it_was_written(string table) => table switch
    {
        "Comment" => RoundTripAsync(FullComment()),
        "StoredFinding" => RoundTripAsync(new StoredFinding { CommentId = Id, Ordinal = 3, Rule = "links", Action = FindingAction.Hold, Shadow = FindingAction.Reject, Message = "Has 3 links.", Score = 0.25, Evidence = "[]" }),
        "StateChange" => RoundTripAsync(new StateChange { Sequence = 1, EventId = Id, CommentId = Id, Version = 2, From = CommentStatus.Approved, To = CommentStatus.Removed, At = Moment, ActorId = Id, Actor = "desk", Reason = "r", Note = "n", TraceParent = "00-1-2-01", Position = 9 }),
        "Article" => RoundTripAsync(new Article { Id = "a:1", Title = "T", Url = "https://a.example/", TitleIsFixed = true, UrlIsFixed = true, Open = false, CloseAt = Moment, Mode = ModerationMode.Premoderate, Version = 7, Approved = 5 }),
        "ApiKey" => RoundTripAsync(new ApiKey { Id = Id, Name = "desk", Role = KeyRole.Moderator, Hash = [1, 2, 3], EventTypes = EventTypes.Held, CreatedAt = Moment, LastUsedAt = Moment, RevokedAt = Moment }),
        "Ban" => RoundTripAsync(new Ban { Id = Id, Kind = BanKind.Name, Key = long.MinValue, Value = "Ann", CommentId = Id, Reason = "r", ExpiresAt = Moment, CreatedAt = Moment, Actor = "desk" }),
        "DeadLetter" => RoundTripAsync(new DeadLetter { Id = Id, Body = [0, 255], Reason = "r", At = Moment }),
        "PolicyVersion" => RoundTripAsync(new PolicyVersion { Version = 4, Json = "{}", At = Moment, Actor = "desk" }),
        _ => RoundTripAsync(new Secret { Name = "s", Value = [0, 255] }),
    };

    [Fact]
    public async Task Columns_that_may_be_empty_come_back_empty() =>
        await RoundTripAsync(new Comment { Id = Id, ArticleId = "a", Name = "Ann", Text = "x" }, isFull: false);

    [Fact]
    public async Task Taken_key_is_false_and_writes_nothing()
    {
        var again = FullComment();
        again.Name = "Someone else";
        again.Status = CommentStatus.Approved;
        var other = FullComment();
        other.Id = Guid.CreateVersion7();
        other.RequestKey = null;
        var first = await InsertAsync(FullComment());
        var second = await InsertAsync(again, other, again);
        Assert.Equal([true], first);
        Assert.Equal([false, true, false], second);
        await using var db = test.Database.OpenRead();
        Assert.Equal(2, await db.Comments.CountAsync(Test.Cancellation));
        Assert.Equal(JsonSerializer.Serialize(FullComment()), JsonSerializer.Serialize(await db.Comments.SingleAsync(c => c.Id == Id, Test.Cancellation)));
    }

    [Fact]
    public async Task Missing_required_value_is_an_error_and_not_a_taken_key() =>
        await Assert.ThrowsAnyAsync<Exception>(() => InsertAsync(new Comment { Id = Id, ArticleId = null!, Name = "Ann", Text = "x" }));

    [Fact]
    public async Task Ids_are_stored_in_the_order_of_their_time()
    {
        var ids = Enumerable.Range(0, 300).Select(i => Guid.CreateVersion7(new DateTimeOffset(Moment).AddMinutes(i * 97))).ToList();
        await InsertAsync([.. ids.AsEnumerable().Reverse().Select(id => new Comment { Id = id, ArticleId = "a", Name = "Ann", Text = "x" })]);
        await using var db = test.Database.OpenRead();
        Assert.Equal(ids, await db.Comments.OrderBy(c => c.Id).Select(c => c.Id).ToListAsync(Test.Cancellation));
        Assert.Equal(200, await db.Comments.CountAsync(c => c.Id >= ids[100], Test.Cancellation));
    }

    private static Comment FullComment() => new()
    {
        Id = Id,
        ArticleId = "a:1",
        ParentId = Guid.Parse("0196b3c0-0000-7222-8333-444455556666"),
        Depth = 3,
        Name = "Ann \u0001 Reader 🔗",
        Text = "line one\nline two ' \" 🔗",
        Email = "ann@example.org",
        Website = "https://ann.example/",
        Language = "pt-BR",
        Status = CommentStatus.Removed,
        Version = 4,
        DecidedAt = Moment,
        DecidedByModerator = true,
        AuthorKey = long.MinValue,
        AuthorIdentity = AuthorIdentity.Email,
        AddressKey = -1,
        RequestKey = long.MaxValue,
        ContentKey = 17,
        TextKey = 18,
        PolicyVersion = 19,
        ModelVersion = long.MinValue,
        Facts = "{}",
        HoneypotFilled = true,
        Address = "192.0.2.1",
    };

    private Task<bool[]> InsertAsync<T>(params T[] rows)
        where T : class => test.Database.WriteAsync(db => db.InsertNewAsync(rows), Test.Cancellation);

    private async Task RoundTripAsync<T>(T row, bool isFull = true)
        where T : class
    {
        if (isFull)
        {
            // An article is open unless it says otherwise.
            var empty = typeof(T).GetProperties().Where(property => property.GetValue(row) is null or 0 or 0L or false or "" && property.Name != nameof(Article.Open));
            Assert.Empty(empty.Select(property => property.Name));
        }

        Assert.True((await InsertAsync(row))[0]);
        await using var db = test.Database.OpenRead();
        Assert.Equal(JsonSerializer.Serialize(row), JsonSerializer.Serialize(await db.Set<T>().SingleAsync(Test.Cancellation)));
    }
}

using CommentService.Hosting;
using CommentService.Hosting.Authentication;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Review;

/// <summary>The review queue and whatever else is stored, a page at a time; and one comment with all that is known of it.</summary>
internal static class Queue
{
    public static void MapQueue(this RouteGroupBuilder review)
    {
        review.MapGet("/comments", ListAsync).RequireKey(KeyRole.Viewer)
            .WithName("ListModeratedComments").WithSummary("The review queue: held comments, oldest first, unless asked otherwise")
            .Produces<Page<ModeratedComment>>().ProducesProblem(StatusCodes.Status400BadRequest);
        review.MapGet("/comments/{id}", GetAsync).RequireKey(KeyRole.Viewer)
            .WithName("GetModeratedComment").WithSummary("One comment with its findings, history and author")
            .Produces<ModeratedComment>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    public static IResult UnknownComment { get; } = Problem.Of(
        StatusCodes.Status404NotFound, "unknown-comment", "There is no such comment", "No stored comment has this id.");

    /// <summary>The comment with its version as the ETag that <c>If-Match</c> takes.</summary>
    public static IResult Answer(HttpResponse response, ModeratedComment comment)
    {
        response.Headers.ETag = IfMatch.Tag(comment.Version);
        return TypedResults.Ok(comment);
    }

    /// <summary>A comment's id in a path; what is none names no comment.</summary>
    public static bool TryReadId(string text, out Guid id) => Guid.TryParseExact(text, "D", out id);

    private static async Task<IResult> ListAsync([AsParameters] QueueQuery query, Database database, HashKeys keys, CancellationToken cancellation)
    {
        var errors = new Dictionary<string, string[]>();
        var filter = QueueFilter.Read(query, errors);
        var limit = PageSize.Read(query.Limit, errors);
        var after = Cursor.ReadId(query.Cursor, filter.ToString(), errors);
        if (errors.Count > 0)
        {
            return Problem.Invalid(errors);
        }

        await using var db = database.OpenRead();
        var asked = await filter.WithAuthorAsync(db, keys, cancellation);
        var (comments, next) = asked.MustLook() ? await LookAsync(db, asked, after, limit, cancellation) : await ReadAsync(db, asked, after, limit, cancellation);
        return TypedResults.Ok(new Page<ModeratedComment>(
            await ModeratedComment.OfAsync(db, comments, cancellation),
            next is { } last ? Cursor.Write(last, filter.ToString()) : null));
    }

    private static async Task<(List<Comment> Comments, Guid? Next)> ReadAsync(CommentDb db, QueueFilter filter, Guid? after, int limit, CancellationToken cancellation)
    {
        var found = await filter.Candidates(db, after).Take(limit + 1).ToListAsync(cancellation);
        return found.Count > limit ? (found.GetRange(0, limit), found[limit - 1].Id) : (found, null);
    }

    private static async Task<(List<Comment> Comments, Guid? Next)> LookAsync(CommentDb db, QueueFilter filter, Guid? after, int limit, CancellationToken cancellation)
    {
        var (ids, next) = await QueueSearch.RunAsync(db, filter, after, limit, cancellation);
        var comments = await db.Comments.Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancellation);
        return (ids.ConvertAll(id => comments[id]), next);
    }

    private static async Task<IResult> GetAsync(string id, Database database, HttpResponse response, CancellationToken cancellation)
    {
        if (!TryReadId(id, out var comment))
        {
            return UnknownComment;
        }

        await using var db = database.OpenRead();
        return await ModeratedComment.FindAsync(db, comment, cancellation) is { } found ? Answer(response, found) : UnknownComment;
    }
}

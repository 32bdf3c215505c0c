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

    private static async Task<IResult> ListAsync([AsParameters] QueueQuery query, Database database, CancellationToken cancellation)
    {
        var errors = new Dictionary<string, string[]>();
        var filter = QueueFilter.Read(query, errors);
        var limit = PageSize.Read(query.Limit, errors);
        var position = new byte[16];
        var after = Cursor.TryRead(query.Cursor, filter.ToString(), position, errors) ? new Guid(position, true) : (Guid?)null;
        if (errors.Count > 0)
        {
            return Problem.Invalid(errors);
        }

        await using var db = database.OpenRead();
        var found = await filter.Apply(db, after).Take(limit + 1).ToListAsync(cancellation);
        var page = found.Take(limit).ToArray();
        return TypedResults.Ok(new Page<ModeratedComment>(
            await ModeratedComment.OfAsync(db, page, cancellation),
            found.Count > limit ? Cursor.Write(page[^1].Id.ToByteArray(true), filter.ToString()) : null));
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

using System.ComponentModel;
using CommentService.Hosting;
using CommentService.Hosting.Authentication;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Review.Bans;

/// <summary>Bans: listed, set and lifted. Each takes effect with the next comment.</summary>
internal static class BanEndpoints
{
    private const string Query = "bans";

    public static void MapBans(this RouteGroupBuilder review)
    {
        review.MapGet("/bans", ListAsync).RequireKey(KeyRole.Viewer)
            .WithName("ListBans").WithSummary("All bans, newest first, also those that have ended")
            .Produces<Page<BanView>>().ProducesProblem(StatusCodes.Status400BadRequest);
        review.MapPost("/bans", AddAsync).RequireKey(KeyRole.Admin)
            .WithName("AddBan").WithSummary("Bans an author, an email address, a network address or a name; banned again, its reason and end change")
            .ReadsJson<BanRequest>("""{ "kind": "author", "commentId": "01a20ab4-043a-7000-a054-2300077d1971", "reason": "Insults others", "expiresAt": "2030-01-01T00:00:00Z" }""")
            .Produces<BanView>(StatusCodes.Status201Created).Produces<BanView>().ProducesProblem(StatusCodes.Status400BadRequest);
        review.MapDelete("/bans/{id}", LiftAsync).RequireKey(KeyRole.Admin)
            .WithName("LiftBan").WithSummary("Lifts a ban")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ListAsync([AsParameters] ListQuery asked, Database database, CancellationToken cancellation)
    {
        if (asked.ReadId(Query, out var most, out var before) is { } problem)
        {
            return problem;
        }

        await using var db = database.OpenRead();
        var bans = before is { } last ? db.Bans.Where(b => b.Id < last) : db.Bans;
        var found = await bans.OrderByDescending(b => b.Id).Take(most + 1).ToListAsync(cancellation);
        return TypedResults.Ok(Page.Of(found, most, BanView.Of, ban => Cursor.Write(ban.Id, Query)));
    }

    private static async Task<IResult> AddAsync(HttpContext http, Database database, HashKeys keys, ChangeBans bans, TimeProvider time)
    {
        var body = await JsonBody.ReadObjectAsync(http.Request, ReviewEndpoints.MaxBody);
        if (body.Problem is not null)
        {
            return body.Problem;
        }

        var fields = new JsonFields(body.Root);
        var request = BanRequest.Read(fields, time.GetUtcNow().UtcDateTime);
        var target = fields.Errors.Count > 0 ? null : await FindAsync(request, database, keys, fields, http.RequestAborted);
        if (target is null)
        {
            return Problem.Invalid(fields.Errors);
        }

        var (ban, isNew) = await bans.AddAsync(target, request.Reason, request.ExpiresAt, Actor.Of(http.User), http.RequestAborted);
        return isNew ? TypedResults.Created($"{http.Request.PathBase}{http.Request.Path}/{ban.Id}", ban) : TypedResults.Ok(ban);
    }

    private static async Task<BanTarget?> FindAsync(BanRequest request, Database database, HashKeys keys, JsonFields fields, CancellationToken cancellation)
    {
        if (request.CommentId is not { } comment)
        {
            return BanTarget.OfValue(request.Kind, request.Value ?? "", keys, fields);
        }

        await using var db = database.OpenRead();
        return await BanTarget.OfCommentAsync(request.Kind, comment, db, keys, fields, cancellation);
    }

    private static async Task<IResult> LiftAsync(string id, [Description("Why, at most 200 characters")] string? reason, HttpContext http, ChangeBans bans)
    {
        var errors = new Dictionary<string, string[]>();
        var why = Reason.Read(reason, errors);
        if (errors.Count > 0)
        {
            return Problem.Invalid(errors);
        }

        return Guid.TryParseExact(id, "D", out var ban) && await bans.LiftAsync(ban, why, Actor.Of(http.User), http.RequestAborted)
            ? TypedResults.NoContent()
            : Problem.Of(StatusCodes.Status404NotFound, "unknown-ban", "There is no such ban", "No ban has this id; perhaps it was lifted already.");
    }
}

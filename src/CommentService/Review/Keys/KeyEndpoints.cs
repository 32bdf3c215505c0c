using System.ComponentModel;
using CommentService.Hosting;
using CommentService.Hosting.Authentication;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Review.Keys;

/// <summary>API keys: listed, made and revoked.</summary>
internal static class KeyEndpoints
{
    private const string Query = "keys";

    public static void MapKeys(this RouteGroupBuilder review)
    {
        review.MapGet("/keys", ListAsync).RequireKey(KeyRole.Admin)
            .WithName("ListKeys").WithSummary("All keys, newest first, also those that were revoked; no secrets")
            .Produces<Page<KeyView>>().ProducesProblem(StatusCodes.Status400BadRequest);
        review.MapPost("/keys", MakeAsync).RequireKey(KeyRole.Admin)
            .WithName("MakeKey").WithSummary("Makes a key; its secret is shown in this answer and never again")
            .ReadsJson<KeyRequest>("""{ "name": "Search index", "role": "subscriber", "eventTypes": ["comment.approved", "comment.removed"] }""")
            .Produces<NewKey>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
        review.MapDelete("/keys/{id}", RevokeAsync).RequireKey(KeyRole.Admin)
            .WithName("RevokeKey").WithSummary("Revokes a key at once; the operator's own is changed in the settings instead")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> ListAsync([AsParameters] ListQuery asked, Database database, CancellationToken cancellation)
    {
        if (asked.ReadId(Query, out var most, out var before) is { } problem)
        {
            return problem;
        }

        await using var db = database.OpenRead();
        var keys = before is { } last ? db.ApiKeys.Where(k => k.Id < last) : db.ApiKeys;
        var found = await keys.OrderByDescending(k => k.Id).Take(most + 1).ToListAsync(cancellation);
        return TypedResults.Ok(Page.Of(found, most, KeyView.Of, key => Cursor.Write(key.Id, Query)));
    }

    private static async Task<IResult> MakeAsync(HttpContext http, ChangeKeys keys)
    {
        var body = await JsonBody.ReadObjectAsync(http.Request, ReviewEndpoints.MaxBody);
        if (body.Problem is not null)
        {
            return body.Problem;
        }

        var fields = new JsonFields(body.Root);
        var request = KeyRequest.Read(fields);
        if (fields.Errors.Count > 0)
        {
            return Problem.Invalid(fields.Errors);
        }

        return await keys.MakeAsync(request, Actor.Of(http.User), http.RequestAborted) is { } made
            ? TypedResults.Created($"{http.Request.PathBase}{http.Request.Path}/{made.Id}", made)
            : Problem.Of(StatusCodes.Status409Conflict, "name-taken", "Another key has this name", "History names a key's user by it: choose another name, or revoke the other key first.");
    }

    private static async Task<IResult> RevokeAsync(string id, [Description("Why, at most 200 characters")] string? reason, HttpContext http, ChangeKeys keys)
    {
        var errors = new Dictionary<string, string[]>();
        var why = Reason.Read(reason, errors);
        if (errors.Count > 0)
        {
            return Problem.Invalid(errors);
        }

        var revoked = Guid.TryParseExact(id, "D", out var key) ? await keys.RevokeAsync(key, why, Actor.Of(http.User), http.RequestAborted) : Revoked.Unknown;
        return revoked switch
        {
            Revoked.Done => TypedResults.NoContent(),
            Revoked.IsOperators => Problem.Of(
                StatusCodes.Status409Conflict, "operators-key", "This key is the operator's", "It is set by Comments:AdminKey, or by admin.key in the data directory: change it there, and it ends at the next start."),
            _ => Problem.Of(StatusCodes.Status404NotFound, "unknown-key", "There is no such key", "No key has this id."),
        };
    }
}

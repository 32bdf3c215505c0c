using System.Buffers.Binary;
using System.ComponentModel;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CommentService.Hosting;
using CommentService.Hosting.Authentication;
using CommentService.Moderation;
using CommentService.Storage;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Review;

/// <summary>One saved policy, without its document; the actor is the name of the key that saved it, at that time.</summary>
internal sealed record PolicyVersionView(int Version, DateTime At, string Actor);

/// <summary>The policies that were in force, and going back to one.</summary>
internal static class PolicyVersions
{
    private const string Query = "policy/versions";

    public static void MapPolicyVersions(this RouteGroupBuilder review)
    {
        review.MapGet("/policy/versions", ListAsync).RequireKey(KeyRole.Viewer)
            .WithName("ListPolicyVersions").WithSummary("Every saved policy with who and when, newest first")
            .Produces<Page<PolicyVersionView>>().ProducesProblem(StatusCodes.Status400BadRequest);
        review.MapPost("/policy/versions/{version}/restore", RestoreAsync).RequireKey(KeyRole.Admin)
            .WithName("RestorePolicyVersion").WithSummary("Saves an earlier policy once more, as the newest version")
            .Produces<JsonElement>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status412PreconditionFailed);
    }

    private static async Task<IResult> ListAsync(string? limit, string? cursor, Database database, CancellationToken cancellation)
    {
        var errors = new Dictionary<string, string[]>();
        var most = PageSize.Read(limit, errors);
        var position = new byte[sizeof(int)];
        var before = Cursor.TryRead(cursor, Query, position, errors) ? BinaryPrimitives.ReadInt32BigEndian(position) : int.MaxValue;
        if (errors.Count > 0)
        {
            return Problem.Invalid(errors);
        }

        await using var db = database.OpenRead();
        var found = await db.Policies.Where(p => p.Version < before).OrderByDescending(p => p.Version).Take(most + 1)
            .Select(p => new PolicyVersionView(p.Version, p.At, p.Actor)).ToListAsync(cancellation);
        var page = found.Take(most).ToArray();
        BinaryPrimitives.WriteInt32BigEndian(position, page.LastOrDefault()?.Version ?? 0);
        return TypedResults.Ok(new Page<PolicyVersionView>(page, found.Count > most ? Cursor.Write(position, Query) : null));
    }

    private static async Task<IResult> RestoreAsync(
        string version,
        [FromHeader(Name = IfMatch.Header), Description(IfMatch.Optional)] string? ifMatch,
        HttpContext http,
        Database database,
        SavePolicy save)
    {
        if (IfMatch.TryRead(ifMatch, out var expected) is { } problem)
        {
            return problem;
        }

        await using var db = database.OpenRead();
        if (!int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || await db.Policies.Where(p => p.Version == number).Select(p => p.Json).SingleOrDefaultAsync(http.RequestAborted) is not { } json)
        {
            return Problem.Of(StatusCodes.Status404NotFound, "unknown-policy-version", "There is no such version", "No policy was saved under this version.");
        }

        // A document from before an update of the service may have members that the rules no longer know.
        var errors = Policy.TryRead(Encoding.UTF8.GetBytes(json), out var policy);
        return policy is null ? Problem.Invalid(errors, "This version is no longer valid: see errors, by path.") : await save.RunAsync(policy, expected, http);
    }
}

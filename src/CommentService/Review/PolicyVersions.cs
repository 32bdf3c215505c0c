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
        review.MapGet("/policy/versions/{version}", GetAsync).RequireKey(KeyRole.Viewer)
            .WithName("GetPolicyVersion").WithSummary("A policy as it was saved: what a verdict of that version rests on")
            .Produces<JsonElement>().ProducesProblem(StatusCodes.Status404NotFound);
        review.MapPost("/policy/versions/{version}/restore", RestoreAsync).RequireKey(KeyRole.Admin)
            .WithName("RestorePolicyVersion").WithSummary("Saves an earlier policy once more, as the newest version")
            .Produces<JsonElement>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status412PreconditionFailed);
    }

    private static async Task<IResult> ListAsync([AsParameters] ListQuery asked, Database database, CancellationToken cancellation)
    {
        if (asked.ReadNumber(Query, out var most, out var before) is { } problem)
        {
            return problem;
        }

        await using var db = database.OpenRead();
        var found = await db.Policies.Where(p => p.Version < (before ?? int.MaxValue)).OrderByDescending(p => p.Version).Take(most + 1)
            .Select(p => new PolicyVersionView(p.Version, p.At, p.Actor)).ToListAsync(cancellation);
        return TypedResults.Ok(Page.Of(found, most, version => version, version => Cursor.Write(version.Version, Query)));
    }

    private static async Task<IResult> RestoreAsync(
        string version,
        [FromHeader(Name = IfMatch.Header), Description(IfMatch.Optional)] string? ifMatch,
        [Description("Why; for the audit, at most 200 characters")] string? reason,
        HttpContext http,
        Database database,
        SavePolicy save)
    {
        if (IfMatch.TryRead(ifMatch, out var expected) is { } problem)
        {
            return problem;
        }

        if (await FindAsync(version, database, http.RequestAborted) is not { } saved)
        {
            return Unknown;
        }

        // A document from before an update of the service may have members that the rules no longer know.
        var errors = new Dictionary<string, string[]>(Policy.TryRead(Encoding.UTF8.GetBytes(saved.Json), out var policy));
        if (policy is null)
        {
            return Problem.Invalid(errors, "This version is no longer valid: see errors, by path.");
        }

        var why = Reason.Read(reason, errors);
        return errors.Count > 0 ? Problem.Invalid(errors) : await save.RunAsync(policy, expected, why, http, saved.Version);
    }

    private static async Task<IResult> GetAsync(string version, HttpResponse response, Database database, CancellationToken cancellation) =>
        await FindAsync(version, database, cancellation) is { } saved ? PolicyEndpoints.Answer(response, saved.Version, saved.Json) : Unknown;

    private static async Task<PolicyVersion?> FindAsync(string version, Database database, CancellationToken cancellation)
    {
        if (!int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        await using var db = database.OpenRead();
        return await db.Policies.SingleOrDefaultAsync(p => p.Version == number, cancellation);
    }

    private static IResult Unknown { get; } = Problem.Of(
        StatusCodes.Status404NotFound, "unknown-policy-version", "There is no such version", "No policy was saved under this version.");
}

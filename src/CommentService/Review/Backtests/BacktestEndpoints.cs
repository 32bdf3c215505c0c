using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using CommentService.Hosting;
using CommentService.Hosting.Authentication;
using CommentService.Moderation;
using CommentService.Storage;
using Microsoft.AspNetCore.Mvc;

namespace CommentService.Review.Backtests;

/// <summary>Tries a policy on stored comments, and carries out or takes back what it found.</summary>
internal static class BacktestEndpoints
{
    private const int MaxLimit = 1_000_000;
    private const int DefaultLimit = 100_000;
    private const string PreferDescription = "respond-async (RFC 7240) answers 202 at once, with the address to look for progress";

    public static void MapBacktests(this RouteGroupBuilder review)
    {
        review.MapPost("/policy/backtest", StartAsync).RequireKey(KeyRole.Viewer)
            .WithName("BacktestPolicy").WithSummary("How a policy would have decided stored comments: today's status by proposed verdict, agreement with moderators, and what would change")
            .ReadsJson<BacktestRequest>("""{ "policy": { "rules": { "links": { "max": 1 } } }, "from": "2026-10-01T00:00:00Z", "limit": 10000 }""")
            .Produces<BacktestView>().Produces<BacktestView>(StatusCodes.Status202Accepted).ProducesProblem(StatusCodes.Status400BadRequest);
        review.MapGet("/policy/backtests/{id}", GetAsync).RequireKey(KeyRole.Viewer)
            .WithName("GetBacktest").WithSummary("A backtest of the last days: how far it is, and what it found")
            .Produces<BacktestView>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        Map("apply", BacktestState.Done, BacktestState.Applying, "ApplyBacktest", "Holds or removes the comments that the rules approved and that the tested policy, which must be in force by now, would not");
        Map("undo", BacktestState.Applied, BacktestState.Undoing, "UndoBacktest", "Approves again what applying a backtest had held or removed, and nobody changed since");

        void Map(string verb, BacktestState from, BacktestState to, string name, string summary) => review
            .MapPost("/policy/backtests/{id}/" + verb, (
                string id, [FromHeader(Name = "Prefer"), Description(PreferDescription)] string? prefer, HttpContext http, ChangeBacktest change, BacktestRunner runner, Database database) =>
                GoOnAsync(id, from, to, prefer, http, change, runner, database))
            .RequireKey(KeyRole.Admin)
            .WithName(name).WithSummary(summary)
            .ReadsJson<SweepRequest>("""{ "reason": "The new list of words is to apply to last week as well" }""", required: false)
            .Produces<BacktestView>().Produces<BacktestView>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> StartAsync(
        [Description("Changed comments in the answer")] string? limit,
        [FromHeader(Name = "Prefer"), Description(PreferDescription)] string? prefer,
        HttpContext http, Policies policies, ChangeBacktest change, BacktestRunner runner, Database database)
    {
        var body = await JsonBody.ReadObjectAsync(http.Request, ReviewEndpoints.MaxBody);
        if (body.Problem is not null)
        {
            return body.Problem;
        }

        var fields = new JsonFields(body.Root);
        var page = PageSize.Read(limit, fields.Errors);
        var policy = PolicyEndpoints.ReadMember(fields);
        var (from, to, most) = (fields.Moment("from"), fields.Moment("to"), ReadLimit(fields));
        if (from >= to)
        {
            fields.Error("from", "Give a moment before that of to.");
        }

        if (fields.Errors.Count > 0)
        {
            return Problem.Invalid(fields.Errors);
        }

        policy ??= (await policies.CurrentAsync(http.RequestAborted)).Policy;
        var id = await change.StartAsync(policy, from, to, most, Actor.Of(http.User), http.RequestAborted);
        return await AnswerAsync(id, page, prefer, http, runner, database);
    }

    private static async Task<IResult> GetAsync(
        string id, string? limit, string? cursor,
        [Description("true: only the comments that would be held or removed if it was carried out")] string? swept,
        Database database, CancellationToken cancellation)
    {
        var errors = new Dictionary<string, string[]>();
        var page = PageSize.Read(limit, errors);
        if (swept is not (null or "" or "true" or "false"))
        {
            errors["swept"] = ["Use one of: true, false."];
        }

        var onlySwept = swept == "true";
        Queue.TryReadId(id, out var backtest);
        var after = Cursor.ReadId(cursor, BacktestView.QueryOf(backtest, onlySwept), errors);
        if (errors.Count > 0)
        {
            return Problem.Invalid(errors);
        }

        await using var db = database.OpenRead();
        return await BacktestView.FindAsync(db, backtest, page, after, onlySwept, cancellation) is { } view ? TypedResults.Ok(view) : Unknown;
    }

    private static async Task<IResult> GoOnAsync(
        string id, BacktestState from, BacktestState to, string? prefer, HttpContext http, ChangeBacktest change, BacktestRunner runner, Database database)
    {
        var body = await JsonBody.ReadObjectAsync(http.Request, ReviewEndpoints.MaxBody, optional: true);
        if (body.Problem is not null)
        {
            return body.Problem;
        }

        var fields = new JsonFields(body.Root);
        var reason = fields.Text("reason", Reason.MaxLength);
        if (fields.Errors.Count > 0)
        {
            return Problem.Invalid(fields.Errors);
        }

        Queue.TryReadId(id, out var backtest);
        return await change.GoOnAsync(backtest, from, to, Actor.Of(http.User), reason, http.RequestAborted) switch
        {
            BacktestOutcome.Changed => await AnswerAsync(backtest, PageLimit.Default, prefer, http, runner, database),
            BacktestOutcome.Unknown => Unknown,
            BacktestOutcome.NotInForce => Problem.Of(
                StatusCodes.Status409Conflict, "policy-not-in-force", "The tested policy is not in force", "Save the policy first, or test the one in force: earlier comments are judged by no other."),
            _ => Problem.Of(StatusCodes.Status409Conflict, "not-allowed", "The backtest is not that far, or further", "Only what is done can be applied, and only what is applied can be undone."),
        };
    }

    /// <summary>After the work, or at once for a caller who does not wait.</summary>
    private static async Task<IResult> AnswerAsync(Guid id, int page, string? prefer, HttpContext http, BacktestRunner runner, Database database)
    {
        var waits = prefer is null || !prefer.Split(',', StringSplitOptions.TrimEntries).Contains("respond-async", StringComparer.OrdinalIgnoreCase);
        if (waits)
        {
            await runner.WorkAsync(id, http.RequestAborted);
        }
        else
        {
            runner.Start(id);
        }

        await using var db = database.OpenRead();
        var view = await BacktestView.FindAsync(db, id, page, after: null, onlySwept: false, http.RequestAborted);
        return waits ? TypedResults.Ok(view) : TypedResults.Accepted($"/api/v1/moderation/policy/backtests/{id}", view);
    }

    private static int ReadLimit(JsonFields fields)
    {
        if (!fields.TryGet("limit", out var value))
        {
            return DefaultLimit;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var limit) && limit is >= 1 and <= MaxLimit)
        {
            return limit;
        }

        fields.Error("limit", string.Create(CultureInfo.InvariantCulture, $"Give a number from 1 to {MaxLimit}."));
        return DefaultLimit;
    }

    private static IResult Unknown { get; } = Problem.Of(
        StatusCodes.Status404NotFound, "unknown-backtest", "There is no such backtest", "None has this id; one that nobody applied is kept for a day.");
}

/// <summary>Why what a backtest found is carried out or taken back.</summary>
internal sealed record SweepRequest([property: Description("For each comment's history, at most 200 characters")] string? Reason = null);

using CommentService.Hosting.Authentication;
using CommentService.Moderation;
using CommentService.Review.Auditing;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Review;

/// <summary>The one place where a policy is saved after the first. Versions are only added, so that every verdict's policy can be looked up.</summary>
internal sealed partial class SavePolicy(Database database, TimeProvider time, ILogger<SavePolicy> logger)
{
    /// <summary>Saves the policy as the next version: 200 with it, or 412 where the one in force is not the expected one.</summary>
    /// <param name="policy">What to save.</param>
    /// <param name="expected">The versions that it may replace.</param>
    /// <param name="reason">Why, if somebody said.</param>
    /// <param name="http">The request.</param>
    /// <param name="restored">The earlier version that this one is once more.</param>
    public async Task<IResult> RunAsync(Policy policy, IfMatch expected, string? reason, HttpContext http, int? restored = null)
    {
        var actor = Actor.Of(http.User);
        var (isSaved, version) = await database.WriteAsync(db => SaveAsync(db, policy, expected, actor, reason, restored), http.RequestAborted);
        if (!isSaved)
        {
            return IfMatch.Stale(version);
        }

        LogSaved(version, actor.Id);
        return PolicyEndpoints.Answer(http.Response, version, policy.Json);
    }

    private async Task<(bool IsSaved, int Version)> SaveAsync(CommentDb db, Policy policy, IfMatch expected, Actor actor, string? reason, int? restored)
    {
        while (true)
        {
            var version = await db.Policies.MaxAsync(p => (int?)p.Version) ?? 0;
            if (!expected.Allows(version))
            {
                return (false, version);
            }

            var next = new PolicyVersion { Version = version + 1, Json = policy.Json, At = time.GetUtcNow().UtcDateTime, Actor = actor.Name };
            // Where several processes write, another may have taken the number: then look again.
            if ((await db.InsertNewAsync([next]))[0])
            {
                await AuditLog.RecordAsync(
                    db, next.At, actor, restored is null ? "policy.saved" : "policy.restored", "policy", new { version }, restored is null ? new { version = next.Version } : new { version = next.Version, restored }, reason);
                return (true, next.Version);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Policy version {Version} saved by key {KeyId}")]
    private partial void LogSaved(int version, Guid keyId);
}

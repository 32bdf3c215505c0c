using CommentService.Hosting.Authentication;
using CommentService.Moderation;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Review;

/// <summary>The one place where a policy is saved after the first. Versions are only added, so that every verdict's policy can be looked up.</summary>
internal sealed partial class SavePolicy(Database database, TimeProvider time, ILogger<SavePolicy> logger)
{
    /// <summary>Saves the policy as the next version: 200 with it, or 412 where the one in force is not the expected one.</summary>
    public async Task<IResult> RunAsync(Policy policy, IfMatch expected, HttpContext http)
    {
        var actor = Actor.Of(http.User);
        var (isSaved, version) = await database.WriteAsync(db => SaveAsync(db, policy, expected, actor.Name), http.RequestAborted);
        if (!isSaved)
        {
            return IfMatch.Stale(version);
        }

        LogSaved(version, actor.Id);
        return PolicyEndpoints.Answer(http.Response, version, policy.Json);
    }

    private async Task<(bool IsSaved, int Version)> SaveAsync(CommentDb db, Policy policy, IfMatch expected, string actor)
    {
        while (true)
        {
            var version = await db.Policies.MaxAsync(p => (int?)p.Version) ?? 0;
            if (!expected.Allows(version))
            {
                return (false, version);
            }

            var next = new PolicyVersion { Version = version + 1, Json = policy.Json, At = time.GetUtcNow().UtcDateTime, Actor = actor };
            // Where several processes write, another may have taken the number: then look again.
            if ((await db.InsertNewAsync([next]))[0])
            {
                return (true, next.Version);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Policy version {Version} saved by key {KeyId}")]
    private partial void LogSaved(int version, Guid keyId);
}

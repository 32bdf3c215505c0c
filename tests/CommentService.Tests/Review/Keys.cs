using System.Security.Cryptography;
using System.Text;
using CommentService.Storage;
using CommentService.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace CommentService.Tests.Review;

/// <summary>API keys beside the admin's.</summary>
internal static class Keys
{
    /// <summary>Makes a key and returns the header that sends it.</summary>
    public static async Task<(string Name, string Value)> AddAsync(TestService service, KeyRole role, string? name = null, bool isRevoked = false)
    {
        var secret = $"a-secret-of-a-{role}-{Guid.NewGuid():N}";
        await service.Services.GetRequiredService<Database>().WriteAsync(
            db => db.InsertNewAsync([new ApiKey
            {
                Id = Guid.CreateVersion7(),
                Name = name ?? $"{role}",
                Role = role,
                Hash = SHA256.HashData(Encoding.UTF8.GetBytes(secret)),
                CreatedAt = DateTime.UnixEpoch,
                RevokedAt = isRevoked ? DateTime.UnixEpoch : null,
            }]),
            Test.Cancellation);
        return ("Authorization", "Bearer " + secret);
    }
}

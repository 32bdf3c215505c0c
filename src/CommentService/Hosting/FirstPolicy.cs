using CommentService.Moderation;

namespace CommentService.Hosting;

/// <summary>The policy that a new database begins with.</summary>
internal static class FirstPolicy
{
    private const string Setting = $"{HostingOptions.Section}:{nameof(HostingOptions.Policy)}";

    /// <summary>Reads the file that the setting names; without one, the policy that is built in.</summary>
    public static async Task<Policy> ReadAsync(string? file, CancellationToken cancellation)
    {
        if (file is null)
        {
            return Policy.BuiltIn;
        }

        byte[] json;
        try
        {
            json = await File.ReadAllBytesAsync(Path.GetFullPath(file), cancellation);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new StartRefusedException($"{Setting}: {exception.Message}");
        }

        var errors = Policy.TryRead(json, out var policy);
        return policy is not null && errors.Count == 0
            ? policy
            : throw new StartRefusedException($"{Setting}: {file}: " + string.Join("; ", errors.Select(error => $"{error.Key}: {string.Join(' ', error.Value)}")));
    }
}

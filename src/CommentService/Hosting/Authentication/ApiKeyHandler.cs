using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace CommentService.Hosting.Authentication;

/// <summary>Reads <c>Authorization: Bearer &lt;key&gt;</c> (RFC 6750, section 2.1).</summary>
internal sealed class ApiKeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeys keys, KeyUses uses)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";

    private const string Bearer = "Bearer";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (ReadSecret() is not { } secret)
        {
            return AuthenticateResult.NoResult();
        }

        if (await keys.FindAsync(secret, Context.RequestAborted) is not { } key)
        {
            return AuthenticateResult.Fail("No such key.");
        }

        uses.Note(key.Id);
        return AuthenticateResult.Success(new AuthenticationTicket(Principal(key), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = Bearer;
        return Problem.Of(
            StatusCodes.Status401Unauthorized,
            "unauthenticated",
            "An API key is needed",
            "Send a key that is in force as \"Authorization: Bearer <key>\".").ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var needed = Context.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>()?.Policy;
        return Problem.Of(
            StatusCodes.Status403Forbidden,
            "forbidden",
            "The key has too little right",
            $"This needs a key with the role {needed} or one above it.").ExecuteAsync(Context);
    }

    private static ClaimsPrincipal Principal(KnownKey key) => new(new ClaimsIdentity(
        [
            new Claim(ClaimTypes.NameIdentifier, key.Id.ToString()),
            new Claim(ClaimTypes.Name, key.Name),
            .. key.EventTypes is null ? (IEnumerable<Claim>)[] : [new Claim(Actor.EventTypesClaim, key.EventTypes)],
            // A role has the rights of those before it.
            .. Enum.GetValues<Storage.KeyRole>().Where(role => role <= key.Role).Select(role => new Claim(ClaimTypes.Role, ApiKeyAuthorization.PolicyOf(role))),
        ],
        SchemeName));

    private string? ReadSecret()
    {
        var header = Request.Headers[HeaderNames.Authorization].ToString();
        return header.StartsWith(Bearer + " ", StringComparison.OrdinalIgnoreCase) && header[Bearer.Length..].Trim() is { Length: > 0 } secret ? secret : null;
    }
}

using CommentService.Storage;
using Microsoft.AspNetCore.Authentication;

namespace CommentService.Hosting.Authentication;

/// <summary>Who may do what: a policy for each role, named by its lower-case word.</summary>
internal static class ApiKeyAuthorization
{
    public static IServiceCollection AddApiKeys(this IServiceCollection services)
    {
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<KeyUses>();
        services.AddAuthentication(ApiKeyHandler.SchemeName).AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, null);
        var authorization = services.AddAuthorizationBuilder();
        foreach (var role in Enum.GetValues<KeyRole>())
        {
            authorization.AddPolicy(PolicyOf(role), policy => policy.RequireRole(PolicyOf(role)));
        }

        return services;
    }

    /// <summary>Lets only callers in whose key has this role or one above it: else 401 or 403.</summary>
    public static T RequireKey<T>(this T endpoint, KeyRole role)
        where T : IEndpointConventionBuilder =>
        endpoint.RequireAuthorization(PolicyOf(role)).WithMetadata(
            new ProducesResponseTypeMetadata(StatusCodes.Status401Unauthorized, typeof(Microsoft.AspNetCore.Mvc.ProblemDetails), ["application/problem+json"]),
            new ProducesResponseTypeMetadata(StatusCodes.Status403Forbidden, typeof(Microsoft.AspNetCore.Mvc.ProblemDetails), ["application/problem+json"]));

    public static string PolicyOf(KeyRole role) => role switch
    {
        KeyRole.Subscriber => "subscriber",
        KeyRole.Viewer => "viewer",
        KeyRole.Moderator => "moderator",
        _ => "admin",
    };
}

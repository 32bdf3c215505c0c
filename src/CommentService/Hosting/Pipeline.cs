using Microsoft.AspNetCore.Authorization;

namespace CommentService.Hosting;

/// <summary>What every request passes, in order.</summary>
internal static class Pipeline
{
    public static void UsePipeline(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseErrors();
        app.UseTrustedForwardedHeaders();
        // Said here, because the framework would put it and authentication before all of the above.
        app.UseRouting();
        app.UseCors();
        app.UseKeysWhereAsked();
    }

    /// <summary>Only where an endpoint asks for a key: what readers use passes by, and waits for no database because a proxy sent a header along.</summary>
    private static void UseKeysWhereAsked(this WebApplication app)
    {
        app.UseWhen(
            context => context.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>() is not null,
            guarded => guarded.UseAuthentication().UseAuthorization());
        // Else the framework, which finds neither outside the branch, puts both before everything.
        var properties = ((IApplicationBuilder)app).Properties;
        properties["__AuthenticationMiddlewareSet"] = properties["__AuthorizationMiddlewareSet"] = true;
    }
}

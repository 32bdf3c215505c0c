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
        app.UseAuthentication();
        app.UseAuthorization();
    }
}

using Microsoft.AspNetCore.Routing;

namespace CommentService.Hosting;

/// <summary>Every error answer is an RFC 9457 problem, whoever made it.</summary>
internal static class Errors
{
    public static void AddErrors(this WebApplicationBuilder builder)
    {
        // Before the framework's own writer, which answers nothing to a client that does not accept JSON.
        builder.Services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        builder.Services.AddProblemDetails();
        builder.Services.AddExceptionHandler<UnexpectedErrors>();
        // A request that cannot be bound is answered by its status in every environment, without an exception's cost.
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);
    }

    public static void UseErrors(this IApplicationBuilder app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages(context => UnexpectedErrors.WriteAsync(context.HttpContext, context.HttpContext.Response.StatusCode));
    }
}

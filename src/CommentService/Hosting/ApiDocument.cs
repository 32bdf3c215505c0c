using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace CommentService.Hosting;

/// <summary>The OpenAPI document and the page that shows it.</summary>
internal static class ApiDocument
{
    /// <summary>Path of the readable page.</summary>
    public const string Page = "/docs";

    private const string Scheme = "key";
    private static readonly string[] ForKeyHolders = ["api/v1/moderation", "api/v1/events", "api/v1/webhooks"];

    public static void AddApiDocument(this WebApplicationBuilder builder) => builder.Services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer((document, context, _) =>
        {
            Describe(document, context.ApplicationServices.GetRequiredService<IOptions<HostingOptions>>().Value);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            if (NeedsKey(context.Description.RelativePath))
            {
                operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
            }

            // A list that may be left out is one without entries; the generated endpoints cannot say so.
            foreach (var list in (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(p => p is { In: ParameterLocation.Query, Schema.Type: JsonSchemaType.Array }))
            {
                list.Required = false;
            }

            return Task.CompletedTask;
        });
    });

    public static void MapApiDocument(this IEndpointRouteBuilder app)
    {
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapScalarApiReference(Page, DocsPage.Configure);
    }

    private static void Describe(OpenApiDocument document, HostingOptions hosting)
    {
        document.Info = new OpenApiInfo
        {
            Title = "CommentService",
            Version = "v1",
            Description = "Takes readers' comments, judges them by rules, lets moderators decide and serves what is approved. Errors are RFC 9457 problems.",
        };
        if (hosting.PublicUrl is { } url)
        {
            document.Servers = [new OpenApiServer { Url = url }];
        }

        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "An API key. The first one is in admin.key of the data directory, unless it was set.",
        };
    }

    private static bool NeedsKey(string? path) =>
        path is not null && Array.Exists(ForKeyHolders, start => path.StartsWith(start, StringComparison.Ordinal));
}

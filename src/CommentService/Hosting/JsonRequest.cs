using System.Net.Mime;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CommentService.Hosting;

/// <summary>Describes a body that is read by hand. (<c>Accepts</c> would also make routing answer 415 by itself, without a problem.)</summary>
internal static class JsonRequest
{
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="example">A body that the endpoint takes, as JSON.</param>
    /// <param name="required">Whether there must be a body.</param>
    public static RouteHandlerBuilder ReadsJson<T>(this RouteHandlerBuilder endpoint, string? example = null, bool required = true) => endpoint
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
        .AddOpenApiOperationTransformer(async (operation, context, cancellation) =>
        {
            var schema = await context.GetOrCreateSchemaAsync(typeof(T), null, cancellation);
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = required,
                Content = new Dictionary<string, OpenApiMediaType> { [MediaTypeNames.Application.Json] = new() { Schema = schema, Example = example is null ? null : JsonNode.Parse(example) } },
            };
        });
}

using System.Text.Json;
using System.Text.Json.Nodes;
using CommentService.Moderation.Rules;

namespace CommentService.Moderation.Documents;

/// <summary>Writes policies and describes rules as JSON.</summary>
internal static class PolicyWriter
{
    public static string Write(PolicyDocument document)
    {
        var rules = new JsonObject();
        foreach (var (name, settings) in document.Rules)
        {
            rules[name] = Node(settings);
        }

        return new JsonObject
        {
            ["mode"] = Node(document.Mode),
            ["lists"] = Node(document.Lists),
            ["rules"] = rules,
        }.ToJsonString(PolicyJson.Options);
    }

    /// <summary>Each rule with what it looks at, its mode and settings, and their schema.</summary>
    public static string Describe(PolicyDocument document)
    {
        var rules = new JsonArray();
        foreach (var rule in RuleCatalog.All)
        {
            var settings = document.Rules[rule.Name];
            rules.Add((JsonNode)new JsonObject
            {
                ["id"] = rule.Name,
                ["name"] = rule.Name,
                ["description"] = rule.Description,
                ["mode"] = Node(settings.Mode),
                ["settings"] = Node(settings),
                ["schema"] = PolicySchema.OfSettings(rule),
            });
        }

        return rules.ToJsonString(PolicyJson.Options);
    }

    private static JsonNode? Node(object value) => JsonSerializer.SerializeToNode(value, value.GetType(), PolicyJson.Options);
}

using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using CommentService.Moderation.Rules;
using CommentService.Moderation.Words;

namespace CommentService.Moderation.Documents;

/// <summary>The JSON Schema (draft 2020-12) of policy documents, made from the settings types.</summary>
internal static class PolicySchema
{
    private static readonly JsonSchemaExporterOptions Exporter = new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Refine };

    public static string Write()
    {
        var rules = new JsonObject();
        foreach (var rule in RuleCatalog.All)
        {
            rules[rule.Name] = OfSettings(rule);
        }

        var lists = new JsonObject
        {
            ["type"] = "object",
            ["description"] = "Word lists by name. Left out: the built-in ones, which can be named in any case.",
            ["propertyNames"] = new JsonObject { ["pattern"] = WordListReader.NamePattern },
            ["additionalProperties"] = PolicyJson.Options.GetJsonSchemaAsNode(typeof(WordList), Exporter),
        };

        return new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Moderation policy",
            ["description"] = "What it leaves out has its default.",
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["mode"] = new JsonObject
                {
                    ["description"] = "What happens to a comment in which no rule found anything: postmoderate approves it, premoderate holds it.",
                    ["enum"] = new JsonArray("postmoderate", "premoderate"),
                    ["default"] = "postmoderate",
                },
                ["lists"] = lists,
                ["rules"] = new JsonObject { ["type"] = "object", ["properties"] = rules, ["additionalProperties"] = false },
            },
            ["additionalProperties"] = false,
        }.ToJsonString(PolicyJson.Options);
    }

    /// <summary>The schema of one rule's settings, with types, defaults and units.</summary>
    public static JsonObject OfSettings(RuleDefinition rule)
    {
        var schema = (JsonObject)PolicyJson.Options.GetJsonSchemaAsNode(rule.Default.GetType(), Exporter);
        AddDefaults(schema, rule.Default);
        schema.Insert(0, "description", rule.Description);
        return schema;
    }

    private static JsonObject Refine(JsonSchemaExporterContext context, JsonNode node)
    {
        // Of a type with a converter of its own the exporter knows nothing, which it writes as "true".
        var schema = node as JsonObject ?? [];

        if (context.TypeInfo.Kind == JsonTypeInfoKind.Object)
        {
            schema["additionalProperties"] = false;
        }

        if (context.TypeInfo.Type == typeof(TimeSpan))
        {
            schema["type"] = "string";
            schema["pattern"] = Duration.Pattern;
            schema["unit"] = "duration";
        }

        if (context.PropertyInfo is { } member)
        {
            AddAttributes(schema, member);
        }

        return schema;
    }

    private static void AddAttributes(JsonObject schema, JsonPropertyInfo member)
    {
        if (member.Attribute<DescriptionAttribute>() is { } description)
        {
            schema["description"] = description.Description;
        }

        if (member.PropertyType == typeof(int) && member.Name.EndsWith("Percent", StringComparison.Ordinal))
        {
            schema["unit"] = "percent";
        }

        if (member.PropertyType == typeof(int) && member.Attribute<RangeAttribute>() is { } range)
        {
            schema["minimum"] = (int)range.Minimum;
            schema["maximum"] = (int)range.Maximum;
        }

        if (member.PropertyType == typeof(double) && member.Attribute<RangeAttribute>() is { } interval)
        {
            schema["minimum"] = (double)interval.Minimum;
            schema["maximum"] = (double)interval.Maximum;
        }

        if (member.Attribute<MaxLengthAttribute>() is { } most)
        {
            schema["maxItems"] = most.Length;
        }
    }

    private static void AddDefaults(JsonObject schema, RuleSettings defaults)
    {
        var values = (JsonObject)JsonSerializer.SerializeToNode(defaults, defaults.GetType(), PolicyJson.Options)!;
        foreach (var (name, property) in (JsonObject)schema["properties"]!)
        {
            property!.AsObject()["default"] = values[name]?.DeepClone();
        }
    }
}

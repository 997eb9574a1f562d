using System.Security.Cryptography;
using System.Text;
using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Workflows.Contracts;

/// <summary>Names one workflow, whatever its version: what it does is done in this name. The same key has the same id in every tenant.</summary>
public readonly record struct WorkflowId(Guid Value) : IPublicId<WorkflowId>
{
    public static string Prefix => "wfl";
    public static WorkflowId From(Guid value) => new(value);
    public override string ToString() => PublicId.Write(this);

    /// <summary>The id that belongs to a key: a UUID of version 8 (RFC 9562, section 5.8) made of its hash.</summary>
    public static WorkflowId Of(string key)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new WorkflowId(new Guid(bytes, bigEndian: true));
    }

    /// <summary>Who acts where the workflow does.</summary>
    public Actor Actor => new(ActorKind.Workflow, Value);
}

/// <summary>Names one run of a workflow.</summary>
public readonly record struct WorkflowRunId(Guid Value) : IPublicId<WorkflowRunId>
{
    public static string Prefix => "run";
    public static WorkflowRunId From(Guid value) => new(value);
    public override string ToString() => PublicId.Write(this);
}

/// <summary>Names one batch of runs.</summary>
public readonly record struct WorkflowBatchId(Guid Value) : IPublicId<WorkflowBatchId>
{
    public static string Prefix => "wbt";
    public static WorkflowBatchId From(Guid value) => new(value);
    public override string ToString() => PublicId.Write(this);
}

using System.Collections.Concurrent;
using Orleans.Metadata;
using Orleans.Serialization.TypeSystem;

namespace SelfHealing.Grains;

/// <summary>Remembers what Orleans calls a grain's interface. By itself it reads the attributes of the interface each time a grain is asked for.</summary>
/// <remarks>It is asked before the other providers, and answers as they would.</remarks>
internal sealed class KnownInterfaceTypes(IServiceProvider services, TypeConverter names) : IGrainInterfaceTypeProvider
{
    private readonly ConcurrentDictionary<Type, GrainInterfaceType> _known = new();
    private readonly GrainInterfaceTypeResolver _resolver = new([new AttributeGrainInterfaceTypeProvider(services)], names);

    public bool TryGetGrainInterfaceType(Type type, out GrainInterfaceType grainInterfaceType)
    {
        grainInterfaceType = _known.GetOrAdd(type, _resolver.GetGrainInterfaceType);
        return true;
    }
}

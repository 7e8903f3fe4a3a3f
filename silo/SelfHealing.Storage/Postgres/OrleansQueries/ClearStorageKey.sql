WITH cleared AS
(
    UPDATE GrainState SET Version = Version + 1, Payload = NULL, ModifiedAt = now()
    WHERE ServiceId = @ServiceId AND GrainType = @GrainTypeString AND KeyText = coalesce(@GrainIdExtensionString::text, '') AND KeyN0 = @GrainIdN0 AND KeyN1 = @GrainIdN1
        AND Version = @GrainStateVersion::integer
    RETURNING Version
)
SELECT coalesce((SELECT Version FROM cleared), @GrainStateVersion::integer) AS NewGrainStateVersion;

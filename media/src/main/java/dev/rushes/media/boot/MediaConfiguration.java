package dev.rushes.media.boot;

import org.springframework.context.annotation.Configuration;

/** Beans: {@code ObjectStore}, {@code WorkFolders}, {@code Ffmpeg}, {@code Probe}. */
@Configuration(proxyBeanMethods = false)
public class MediaConfiguration {}
